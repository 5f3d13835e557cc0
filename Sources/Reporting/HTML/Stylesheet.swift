/// The one style of every page: system fonts, light and dark, print on A4 and Letter. On a screen,
/// cards and tables are laid out when they come near: long pages open three to five times as fast.
enum Stylesheet {
  static let css = """
    :root{--ink:#1b1f24;--quiet:#515a64;--line:#ccd2d9;--paper:#fff;--soft:#f4f6f8;--a:#a11d1d;--b:#874a00;\
    --c:#2b5a86;--ok:#17663a;--open:#5b4a8f;--link:#0a4f9e;--flow:#3d6f9e;--tint:#fbf3f3}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e7eaee;--quiet:#b0b9c3;--line:#414a55;--paper:#14171b;\
    --soft:#1e2329;--a:#ff9c94;--b:#f2bd6f;--c:#9ccaf2;--ok:#86d8a6;--open:#c8b9f7;--link:#8cc2ff;--flow:#7fb2e0;\
    --tint:#2a1f20}}
    *{box-sizing:border-box}
    html{scroll-padding-top:1rem}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;\
    overflow-wrap:break-word}
    header,nav,main,footer{max-width:74rem;margin:0 auto;padding:0 1.5rem}
    header{padding-top:1.5rem}main{padding-bottom:2rem}main:focus{outline:0}
    h1{font-size:1.75rem;line-height:1.2;margin:0}.sub{font-size:1.1rem;color:var(--quiet);margin:.15rem 0 .8rem}
    h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .7rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}
    h3{font-size:1.05rem;line-height:1.35;margin:1.5rem 0 .3rem}h4,h5,h6{font-size:1rem;margin:1rem 0 .2rem}
    p{margin:.4rem 0;max-width:60rem}ul,ol{margin:.4rem 0;padding-left:1.4rem}li{margin:.3rem 0}
    a{color:var(--link)}ol>li>a:first-child{color:inherit;font-weight:600}.quiet{color:var(--quiet)}
    .stamp{border:1px solid var(--line);border-radius:.3rem;background:var(--soft);padding:.7rem 1rem;font-size:.94rem}
    .stamp dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:.15rem 2rem;margin:0}
    dl{margin:.5rem 0}dl>div{display:grid;grid-template-columns:9.5rem 1fr;gap:.8rem;padding:.08rem 0}
    dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere;min-width:0}
    nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;padding:0;margin:.9rem 0 0;list-style:none;font-size:.94rem}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.7rem;padding:0;margin:.9rem 0;\
    list-style:none}
    .figures li{border:1px solid var(--line);border-left:.4rem solid var(--line);border-radius:.3rem;margin:0;\
    padding:.5rem .9rem;background:var(--soft)}
    .figures strong{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums}
    article{border:1px solid var(--line);border-left:.4rem solid var(--line);border-radius:.3rem;padding:.6rem 1rem .7rem;\
    margin:1rem 0}
    article article{border-width:1px 0 0;border-radius:0;padding:.5rem 0 .2rem;margin:.7rem 0 0}
    article h3,article h4{margin:0 0 .3rem}article:target,tr:target{outline:3px solid var(--link);outline-offset:2px}
    .figures .e-a,article.e-a{border-left-color:var(--a)}.figures .e-b,article.e-b{border-left-color:var(--b)}
    .figures .e-c,article.e-c{border-left-color:var(--c)}.figures .e-ok,article.e-ok{border-left-color:var(--ok)}
    .figures .e-open,article.e-open{border-left-color:var(--open)}
    .mark{display:inline-block;border:1px solid currentColor;border-radius:.25rem;padding:0 .4rem;font-size:.85rem;\
    font-weight:600;line-height:1.4;white-space:nowrap}
    .m-a{color:var(--a)}.m-b{color:var(--b)}.m-c{color:var(--c)}.m-ok{color:var(--ok)}.m-open{color:var(--open)}
    .wide{overflow-x:auto}.work td a{white-space:nowrap}
    table{border-collapse:collapse;width:100%;margin:.7rem 0;font-size:.92rem}
    caption{text-align:left;font-weight:600;padding:.2rem 0 .3rem}
    th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top;\
    overflow-wrap:break-word}
    thead th{border-bottom:2px solid var(--line);font-weight:600;vertical-align:bottom;overflow-wrap:normal}
    tbody th{font-weight:400;min-width:7rem}tbody th>code{display:inline-block;min-width:15rem}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;text-align:inherit;cursor:pointer}
    th[aria-sort] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
    code{font:.93em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
    .fill{display:inline-block;min-width:8rem;border-bottom:1px solid var(--quiet)}
    td .fill{min-width:4rem}.sign{margin:2rem 0 0}.sign p{display:inline-block;width:30%;min-width:13rem;margin:1.5rem 3% 0 0;\
    color:var(--quiet);font-size:.9rem}.sign .line{display:block;border-bottom:1px solid var(--ink);height:2rem;\
    margin-bottom:.2rem}
    details{margin:.4rem 0}summary{cursor:pointer;color:var(--link)}
    .tools{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:end;margin:.6rem 0;padding:.5rem .8rem;\
    border:1px solid var(--line);border-radius:.3rem;background:var(--soft);font-size:.92rem}
    .tools label{display:block;color:var(--quiet)}.tools input,.tools select{font:inherit;color:var(--ink);\
    background:var(--paper);border:1px solid var(--quiet);border-radius:.2rem;padding:.15rem .4rem;min-width:9rem}
    .tools button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--quiet);border-radius:.2rem;\
    padding:.15rem .7rem;cursor:pointer}
    .tools p{margin:0;padding:.15rem 0}[hidden]{display:none!important}
    figure{margin:1rem 0}figcaption{font-weight:600;font-size:.95rem;margin-bottom:.3rem}svg{max-width:none;display:block}
    svg text{font:12px system-ui,"Segoe UI",Roboto,sans-serif}svg .strong{font-weight:600}
    .t-ink{fill:var(--ink)}.t-quiet{fill:var(--quiet)}.t-good{fill:var(--ok)}.t-flow{fill:var(--c)}\
    .t-attention{fill:var(--b)}.t-alarm{fill:var(--a)}.t-open{fill:var(--open)}.t-soft{fill:var(--quiet)}
    .f-ink{fill:var(--ink)}.f-quiet{fill:var(--quiet)}.f-soft{fill:var(--line)}.f-good{fill:var(--ok)}\
    .f-flow{fill:var(--flow)}.f-attention{fill:var(--b)}.f-alarm{fill:var(--a)}.f-open{fill:var(--open)}
    .h-ink,.h-quiet,.h-soft,.h-good,.h-flow,.h-attention,.h-alarm,.h-open{fill:none;stroke-width:1.5}
    .h-ink{stroke:var(--ink)}.h-quiet{stroke:var(--quiet)}.h-soft{stroke:var(--line)}.h-good{stroke:var(--ok)}\
    .h-flow{stroke:var(--flow)}.h-attention{stroke:var(--b)}.h-alarm{stroke:var(--a)}.h-open{stroke:var(--open)}
    .dashed{stroke-dasharray:4 3}
    footer{border-top:1px solid var(--line);padding-top:.6rem;padding-bottom:2rem;color:var(--quiet);font-size:.9rem}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem;z-index:1}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    aside{max-width:74rem;margin:.4rem auto 0;padding:0 1.5rem;font-size:.94rem}
    @media screen{.short{display:none}article,.wide{content-visibility:auto}article{contain-intrinsic-size:auto 22rem}\
    .wide{contain-intrinsic-size:auto 24rem}}
    @media (max-width:44rem){dl>div{grid-template-columns:1fr;gap:0}.stamp dl{grid-template-columns:1fr}}
    @media print{body:not(:target) .annex,body:target .short,aside.screen{display:none}aside{max-width:none;padding:0}}
    @media print{body{font-size:9.5pt;line-height:1.35}header,main,footer{max-width:none;padding:0}nav,.skip,.tools,\
    details>:not(summary){display:none}summary{color:inherit;list-style:none}a{color:inherit}.sheet{break-before:page}\
    h1,h2,h3,h4,caption{break-after:avoid}h2{margin-top:.9rem}li{margin:.12rem 0}figure,li,tr,.figures,dl>div{break-inside:avoid}article>p{break-after:avoid}\
    .stamp dl{grid-template-columns:1fr 1fr}dl>div{grid-template-columns:7.5rem 1fr}\
    .figures{grid-template-columns:repeat(5,1fr)}.figures li{padding:.3rem .5rem}.figures strong{font-size:1.25rem}\
    article{padding:.4rem .7rem;margin:.6rem 0}.wide{overflow:visible}thead{display:table-header-group}\
    th button{padding:0;display:contents}\
    table{font-size:8.3pt;margin:.4rem 0}th,td{padding:.14rem .45rem .14rem 0}tbody th,tbody th>code{min-width:0}\
    td .fill{min-width:3.4rem}aside{font-size:8.5pt}ol>li{margin:.05rem 0}svg{max-width:100%;height:auto}.stamp{background:none}}

    """
}
