internal import Crypto
internal import Foundation

/// A whole page: nothing is loaded from outside, and the policy says so by hash.
enum Page {
  /// The bytes of a report as a page; `withTools` adds the script that filters and sorts.
  static func html(_ document: ReportDocument, withTools: Bool = false) -> [UInt8] {
    html(
      title: "\(document.title) – \(document.subtitle)",
      sheet: PrintSheet.css(
        head: document.runningHead, foot: document.runningFoot, widths: document.printedWidths),
      script: withTools ? Script.text : nil
    ) {
      element("header") {
        element("h1", text: document.title)
        element("p", [("class", "sub")], text: document.subtitle)
        element("div", [("class", "stamp")]) { BlockHTML.node(.facts(document.stamp), level: 2) }
      }
      if document.sections.count > 2 {
        element("nav", [("aria-label", "Contents")]) {
          element("ul") {
            for section in document.sections {
              element("li") { element("a", [("href", "#\(section.id)")], text: section.title) }
            }
          }
        }
      }
      if let note = document.shortNote { printing(note) }
      element("main", [("id", "content"), ("tabindex", "-1")]) {
        for section in document.sections { BlockHTML.node(section) }
      }
      element("footer") {
        element("p", text: document.runningHead)
        element("p", text: document.runningFoot)
      }
    }
  }

  /// What a print of the page leaves out, and the link after which it leaves out nothing: the
  /// style looks whether the body is the target, so it works without script.
  private static func printing(_ note: RichText) -> HTMLNode {
    .group([
      element("aside", [("class", "screen"), ("aria-label", "Printing")]) {
        element("p", [("class", "quiet")]) {
          "Printing gives the short form for a meeting. "
          element("a", [("href", "#whole")], text: "Follow this link first to print everything")
          "."
        }
      },
      element("aside", [("class", "short"), ("aria-label", "Short form")]) {
        element("p", [("class", "quiet")]) { BlockHTML.inline(note) }
      },
    ])
  }

  private static func html(
    title: String, sheet: String, script: String?, @HTMLBuilder _ content: () -> [HTMLNode]
  ) -> [UInt8] {
    let style = Stylesheet.css + sheet
    let scripts = script.map { " script-src 'sha256-\(hash($0))';" } ?? ""
    let policy =
      "default-src 'none'; style-src 'sha256-\(hash(style))';\(scripts) base-uri 'none'; "
      + "form-action 'none'"
    let page = element("html", [("lang", "en")]) {
      element("head") {
        element("meta", [("charset", "utf-8")]) {}
        element("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]) {}
        element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        {}
        element("meta", [("name", "color-scheme"), ("content", "light dark")]) {}
        element("title", text: title)
        HTMLNode.element("style", [], [.verbatim(style)])
      }
      element("body", [("id", "whole")]) {
        element("a", [("class", "skip"), ("href", "#content")], text: "Go to content")
        content()
        if let script { HTMLNode.element("script", [], [.verbatim(script)]) }
      }
    }
    return Array(("<!DOCTYPE html>\n" + page.rendered).utf8)
  }

  /// The hash a content security policy names a style or script by.
  static func hash(_ text: String) -> String {
    Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }
}

/// Head and foot of every printed sheet, as margin boxes (CSS Paged Media 3, 5).
enum PrintSheet {
  /// The rule; texts come from records, so every character of theirs is written by its code.
  /// With `widths` the sheet lies on its side and the work list has columns of these percents.
  static func css(head: String, foot: String, widths: [Int] = []) -> String {
    """
    @page{\(widths.isEmpty ? "" : "size:landscape;")margin:20mm 14mm 18mm;\
    @top-left{content:"\(coded(head))";\(small)}\
    @bottom-left{content:"\(coded(foot))";\(small)}\
    @bottom-right{content:"Page " counter(page) " of " counter(pages);\(small)}}
    """ + (widths.isEmpty ? "" : columns(widths))
  }

  /// Columns of fixed width, in which every word breaks: what is to be signed must be on the paper.
  private static func columns(_ widths: [Int]) -> String {
    let rules = widths.enumerated().map { index, width in
      "table.work th:nth-child(\(index + 1)){width:\(width)%}"
    }
    // What is for a pen is for paper; the rest has the width of the screen.
    let shown = widths.dropLast(3)
    let all = max(1, shown.reduce(0, +))
    let columns = shown.enumerated().map { index, width in
      "table.work th:nth-child(\(index + 1)){width:\(width * 100 / all)%}"
    }
    let screen =
      "@media screen{main{max-width:none}table.work{table-layout:fixed;min-width:68rem;"
      + "font-size:.82rem}table.work thead th{font-size:.76rem}table.work .mark{white-space:normal}"
      + "table.work :is(th,td):nth-child(n+\(shown.count + 1)){display:none}"
      + "\(columns.joined())}"
    return "\n\(screen)\n@media print{table.work{table-layout:fixed;font-size:6.6pt}"
      + "table.work thead th{font-size:5.8pt}"
      + "table.work :is(th,td,.mark){overflow-wrap:anywhere;white-space:normal}"
      + "table.work .mark{font-size:6.3pt;padding:0 .15rem}table.work :is(th,td)"
      + "{border-right:1px solid var(--line);padding-left:.12rem;padding-right:.12rem}"
      + "\(rules.joined())}\n"
  }

  private static let small = "font:8pt sans-serif;color:#444"

  private static func coded(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ",", ".", "-": String(scalar)
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": "\\FFFD "
      default: "\\\(String(scalar.value, radix: 16)) "
      }
    }.joined()
  }
}
