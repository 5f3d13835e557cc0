/// A table with a caption and header cells, so that screen readers can follow it.
func table(
  caption: String, headers: [String], classes: String = "", rows: [[HTMLNode]]
) -> HTMLNode {
  element(
    "div", [("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)]
  ) {
    element("table", classes.isEmpty ? [] : [("class", classes)]) {
      element("caption", text: caption)
      element("thead") {
        element("tr") {
          for header in headers { element("th", [("scope", "col")], text: header) }
        }
      }
      element("tbody") {
        for row in rows {
          element("tr") {
            for (index, cell) in row.enumerated() {
              index == 0
                ? element("th", [("scope", "row")]) { cell } : element("td") { cell }
            }
          }
        }
      }
    }
  }
}
