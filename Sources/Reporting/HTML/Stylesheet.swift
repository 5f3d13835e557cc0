/// The one style of every page: system fonts, light and dark, print on A4 and Letter.
enum Stylesheet {
  static let css: StaticString = """
    :root{color-scheme:light dark;--ink:#1a1d21;--quiet:#4d5660;--line:#c9ced4;--paper:#fff;--soft:#f3f5f7;\
    --a:#9b1c1c;--b:#8a4b00;--c:#2f5d8a;--ok:#1d6b3a;--open:#5a4a8a;--link:#0b57a4}
    @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--quiet:#b3bac2;--line:#454c55;--paper:#16191d;\
    --soft:#20252b;--a:#ff9b94;--b:#f0b96a;--c:#9cc7f0;--ok:#86d5a3;--open:#c5b6f5;--link:#8fc1f5}}
    *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:72rem;margin:0 auto;padding:1rem 1.25rem 4rem}h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
    h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:2px solid var(--line);padding-bottom:.2rem}
    h3{font-size:1.05rem;margin:1.4rem 0 .3rem}a{color:var(--link)}p{margin:.4rem 0}.quiet{color:var(--quiet)}
    .stamp{border:1px solid var(--line);background:var(--soft);padding:.6rem .9rem;margin:.8rem 0}
    .figures{display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:.8rem 0;list-style:none}
    .figures li{border:1px solid var(--line);border-left-width:.4rem;padding:.4rem .8rem;min-width:9rem;background:var(--soft)}
    .figures strong{display:block;font-size:1.5rem;line-height:1.2}
    .met{border-left-color:var(--ok)!important}.gap{border-left-color:var(--a)!important}
    .review{border-left-color:var(--b)!important}.not_assessed{border-left-color:var(--open)!important}
    article{border:1px solid var(--line);border-left:.4rem solid var(--line);padding:.5rem .9rem;margin:.8rem 0;break-inside:avoid}
    article h3{margin:.2rem 0}article.a{border-left-color:var(--a)}article.b{border-left-color:var(--b)}article.c{border-left-color:var(--c)}
    .mark{display:inline-block;border:1px solid currentColor;border-radius:.2rem;padding:0 .4rem;font-size:.85rem;margin-right:.4rem}
    .mark.a{color:var(--a)}.mark.b{color:var(--b)}.mark.c{color:var(--c)}.mark.ok{color:var(--ok)}.mark.open{color:var(--open)}
    .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.92rem}
    caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
    thead th{background:var(--soft)}tbody th{font-weight:400}code{font:.92em ui-monospace,monospace;overflow-wrap:anywhere}
    dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.15rem .8rem;margin:.4rem 0}dt{color:var(--quiet)}dd{margin:0}
    .fill{border-bottom:1px solid var(--line);min-width:8rem;display:inline-block}
    nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:0;list-style:none}
    .cell-delivered{fill:var(--ok)}.cell-none{fill:var(--b)}.cell-not_delivered{fill:none;stroke:var(--a);stroke-width:2}
    svg text{fill:var(--ink);font:12px system-ui,sans-serif}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    @media print{body{font-size:10.5pt}main{max-width:none;padding:0}nav,.skip{display:none}h2{break-after:avoid}a{color:inherit}\
    .wide{overflow:visible}tr{break-inside:avoid}thead{display:table-header-group}@page{margin:16mm}}
    """
}
