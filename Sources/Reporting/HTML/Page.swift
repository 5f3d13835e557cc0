internal import Crypto
internal import Foundation

/// A whole page: nothing is loaded from outside, and the policy says so by hash.
enum Page {
  /// The bytes of a page with its title and content.
  static func html(title: String, _ content: [HTMLNode]) -> [UInt8] {
    let hash = Data(SHA256.hash(data: Data("\(Stylesheet.css)".utf8))).base64EncodedString()
    let policy =
      "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
    let page = element("html", [("lang", "en")]) {
      element("head") {
        element("meta", [("charset", "utf-8")]) {}
        element("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]) {}
        element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        {}
        element("title", text: title)
        HTMLNode.element("style", [], [.verbatim(Stylesheet.css)])
      }
      element("body") {
        element("a", [("class", "skip"), ("href", "#content")], text: "Go to content")
        element("main", [("id", "content")]) { content }
      }
    }
    return Array(("<!DOCTYPE html>\n" + page.rendered).utf8)
  }
}
