/// A part of a report under a heading of its own. Reports are lists of sections; each renderer
/// (page, terminal, paper) takes the same ones.
struct ReportSection: Sendable {
  /// Anchor, unique in the report.
  var id: String
  /// Heading.
  var title: String
  /// Content.
  var blocks: [ReportBlock]
  /// Begins a new sheet when printed.
  var startsPage: Bool
  /// Left out of the short form for print.
  var isAnnex: Bool

  /// A section from its parts.
  init(
    _ id: String, _ title: String, startsPage: Bool = false, isAnnex: Bool = false,
    _ blocks: [ReportBlock]
  ) {
    self.id = id
    self.title = title
    self.blocks = blocks
    self.startsPage = startsPage
    self.isAnnex = isAnnex
  }
}

/// A piece of a section.
indirect enum ReportBlock: Sendable {
  /// A heading inside the section; level 3 or deeper.
  case heading(Int, String, id: String?)
  /// A paragraph.
  case paragraph(RichText)
  /// A remark in quiet type.
  case note(RichText)
  /// Lines with a dot, or with numbers.
  case list([RichText], isNumbered: Bool)
  /// Names with their values.
  case facts([ReportFact])
  /// Great figures side by side.
  case figures([ReportFigure])
  /// A table.
  case table(ReportTable)
  /// A block with a frame: a finding, a requirement.
  case card(ReportCard)
  /// What a reader opens when wanted; on paper only its first line stands.
  case fold(String, [ReportBlock])
  /// A picture with its words.
  case picture(ReportPicture)
  /// Lines to sign on: what each is for.
  case signatures([String])
  /// What the short form for print leaves out.
  case annex([ReportBlock])
  /// What only the short form for print has, in the place of an annex.
  case short([ReportBlock])
}

/// A name with its value.
struct ReportFact: Sendable {
  /// The name.
  var name: String
  /// The value.
  var value: RichText

  /// A fact.
  init(_ name: String, _ value: RichText) {
    self.name = name
    self.value = value
  }

  /// A fact, unless there is no text.
  init?(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return nil }
    self.init(name, RichText(text))
  }
}

/// A figure with what it is out of.
struct ReportFigure: Sendable {
  /// Look.
  var mark: Mark
  /// `24 of 99`.
  var figure: String
  /// What is counted.
  var words: String

  /// A figure.
  init(_ mark: Mark, _ figure: String, _ words: String) {
    self.mark = mark
    self.figure = figure
    self.words = words
  }
}

/// A table: the first cell of a row names the row.
struct ReportTable: Sendable {
  /// A column.
  struct Column: Sendable {
    /// Heading.
    var title: String
    /// Figures stand at the end of their cell.
    var isNumber: Bool

    /// A column.
    init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  /// A row.
  struct Row: Sendable {
    /// Anchor.
    var id: String?
    /// Cells.
    var cells: [RichText]
    /// Values a reader can filter by, by name.
    var facets: [String: String]

    /// A row.
    init(_ cells: [RichText], id: String? = nil, facets: [String: String] = [:]) {
      self.cells = cells
      self.id = id
      self.facets = facets
    }
  }

  /// What the table shows.
  var caption: String
  /// Columns.
  var columns: [Column]
  /// Rows.
  var rows: [Row]
  /// A reader may sort and filter it.
  var isWorkList: Bool

  /// A table from its parts.
  init(_ caption: String, _ columns: [Column], _ rows: [Row], isWorkList: Bool = false) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.isWorkList = isWorkList
  }

  /// A table of texts.
  init(_ caption: String, _ titles: [String], _ rows: [[RichText]]) {
    self.init(caption, titles.map { Column($0) }, rows.map { Row($0) })
  }
}

/// A block with a frame.
struct ReportCard: Sendable {
  /// Anchor, unique in the report.
  var id: String
  /// Look of its edge.
  var mark: Mark
  /// Word of the mark.
  var word: String
  /// Heading.
  var title: String
  /// Content.
  var blocks: [ReportBlock]
  /// Values a reader can filter by, by name.
  var facets: [String: String]

  /// A card from its parts.
  init(
    id: String, mark: Mark, word: String, title: String, facets: [String: String] = [:],
    _ blocks: [ReportBlock]
  ) {
    self.id = id
    self.mark = mark
    self.word = word
    self.title = title
    self.blocks = blocks
    self.facets = facets
  }
}

/// A picture with what it says in words; a table with the same figures stands behind it.
struct ReportPicture: Sendable {
  /// Anchor, unique in the report.
  var id: String
  /// What it shows.
  var title: String
  /// What there is to be seen, in sentences.
  var description: String
  /// The picture.
  var drawing: Drawing
  /// The same figures; nil when the text around has them.
  var table: ReportTable?
}
