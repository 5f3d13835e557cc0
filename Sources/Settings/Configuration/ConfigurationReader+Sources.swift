import Foundation

extension ConfigurationReader {
  func source(_ section: Section, sites: [Site]) -> Source {
    let (place, placeText, placePosition) = place(section)
    let format = section.section("format").map(tableFormat)
    var values: [String: [String: String]] = [:]
    for entry in section.entries("values") {
      guard let words = entry.value.map else {
        sink.error(
          "\"\(entry.key)\" must be a mapping of found word to word, not "
            + entry.value.nameOfShape, at: entry.value.position)
        continue
      }
      for word in words {
        values[entry.key, default: [:]][word.key] = sink.scalar(word.value, word.key)
      }
    }
    let source = Source(
      name: section.required("name").flatMap { sink.name($0, "name") } ?? "",
      kind: section.requiredText("kind"), place: place, placeText: placeText,
      exclude: section.texts("exclude"), completeThrough: section.day("complete_through"),
      timeZone: section.value("time_zone").flatMap { sink.timeZone($0) }
        ?? format?.timeZone,
      site: section.value("site").flatMap { knownSite($0, "site", among: sites) },
      append: section.boolean("append") ?? false, format: format ?? TableFormat(),
      columns: columns(section), values: values,
      constants: section.textMap("constants"), details: details(section),
      credential: section.section("credential").flatMap(credential),
      position: section.position, placePosition: placePosition)
    if let site = section.value("constants")?["site"] {
      _ = knownSite(site, "site", among: sites)
    }
    if source.append, !source.format.records.isEmpty {
      sink.error(
        "a log that only grows holds a record a line; leave \"append\" or format.records out",
        at: section.position(of: "append"))
    }
    if source.credential != nil, !isURL(place) {
      sink.error(
        "only a source with \"url\" has a credential", at: section.position(of: "credential"))
    }
    section.finish()
    return source
  }

  /// Files that hold the items of lists, by list.
  private func details(_ section: Section) -> [Source.Detail] {
    section.entries("details").compactMap { entry in
      guard let inner = Section(entry.value, name: "\"\(entry.key)\"", sink: sink) else {
        return nil
      }
      let path = inner.requiredText("path")
      let detail = Source.Detail(
        list: entry.key, path: path.hasPrefix("/") ? path : joined(folder.path, path),
        placeText: path, columns: columns(inner))
      inner.finish()
      return detail
    }
  }

  /// The header of a field, or those whose cells make its value together: a date and its time.
  private func columns(_ section: Section) -> [String: [String]] {
    var columns: [String: [String]] = [:]
    for entry in section.entries("columns") {
      let headers = (entry.value.list ?? [entry.value]).compactMap { sink.scalar($0, entry.key) }
      if entry.value.list?.isEmpty == true {
        sink.error(
          "\"\(entry.key)\" names no column; write its header, or leave the key out",
          at: entry.value.position)
      } else if Set(headers).count < headers.count {
        sink.error(
          "\"\(entry.key)\" names a column twice; write each header once",
          at: entry.value.position)
      } else if !headers.isEmpty {
        columns[entry.key] = headers
      }
    }
    return columns
  }

  private func isURL(_ place: Source.Place) -> Bool {
    if case .url = place { true } else { false }
  }

  /// Exactly one of `path`, `database` with `query`, and `url`.
  private func place(_ section: Section) -> (Source.Place, String, TextPosition) {
    let path = section.value("path")
    let database = section.value("database")
    let url = section.value("url")
    let query = section.text("query")
    let given = [path, database, url].compactMap { $0 }
    guard given.count == 1, let value = given.first else {
      let written = ["path", "database", "url"].filter(section.has)
      sink.error(
        given.isEmpty
          ? "\(section.name) has no place: write \"path\", \"database\" with \"query\", or \"url\""
          : "\(section.name) has \(written.joined(separator: " and ")); write one of them",
        at: given.last?.position ?? section.position)
      return (.path(""), "", section.position)
    }
    if database == nil, query != nil {
      sink.error("\"query\" goes with \"database\"", at: section.position(of: "query"))
    }
    guard let text = sink.text(value, path != nil ? "path" : database != nil ? "database" : "url")
    else { return (.path(""), "", value.position) }
    if text.isEmpty { sink.error("the place is empty", at: value.position) }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 }) {
      sink.error(
        "the place holds a control character; in double quotes a backslash begins an escape: write / "
          + "between folders, or single quotes", at: value.position)
    }
    if url != nil {
      checkURL(text, at: value.position)
      return (.url(text), text, value.position)
    }
    let absolute = text.hasPrefix("/") ? text : joined(folder.path, text)
    if database != nil {
      if query == nil {
        sink.error("\"database\" needs a \"query\"", at: value.position)
      }
      return (.database(path: absolute, query: query ?? ""), text, value.position)
    }
    return (.path(absolute), text, value.position)
  }

  /// Joins folder and relative path; a glob's signs and `..` are left as they are.
  private func joined(_ folder: String, _ path: String) -> String {
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    return folder.hasSuffix("/") ? folder + rest : folder + "/" + rest
  }

  /// Parameters that hold a secret where they are used.
  private static let secretParameters: Set<String> = [
    "access_token", "api-key", "api_key", "apikey", "client_secret", "password", "secret", "sig",
    "signature", "subscription-key", "token", "x-api-key",
  ]

  private func checkURL(_ text: String, at position: TextPosition) {
    let parts = URLComponents(string: text)
    if parts?.user != nil || parts?.password != nil {
      sink.secretError(
        "a URL must not hold a user or password; name them with \"credential\"", at: position)
      return
    }
    guard let parts, let scheme = parts.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty
    else {
      sink.error(
        "\"url\" must be an http or https address, not \"\(text)\"", at: position)
      return
    }
    let names = (parts.queryItems ?? []).map(\.name)
    for name in names where Self.secretParameters.contains(name.lowercased()) {
      sink.secretError(
        "\"\(name)\" in a URL looks like a secret, which would stand in every pack; name it with "
          + "\"credential\"", at: position)
    }
  }

  private func credential(_ section: Section) -> Credential? {
    let secret = secret(section)
    let scheme = section.word("scheme", Credential.Scheme.self) ?? .bearer
    let name = section.text("name")
    if scheme != .bearer, name == nil {
      sink.error(
        "scheme \"\(scheme.rawValue)\" needs \"name\": the "
          + (scheme == .basic ? "user" : "header"), at: section.position)
    }
    section.finish()
    return secret.map { Credential(secret: $0, scheme: scheme, name: name) }
  }

  private func tableFormat(_ section: Section) -> TableFormat {
    var format = TableFormat()
    format.delimiter = section.text("delimiter")
    if let delimiter = format.delimiter {
      if delimiter == "tab" { format.delimiter = "\t" }
      if format.delimiter?.utf8.count != 1 {
        sink.error(
          "\"delimiter\" must be one character or tab, not \"\(delimiter)\"",
          at: section.position(of: "delimiter"))
      }
    }
    format.encoding = section.text("encoding")?.lowercased()
    if let encoding = format.encoding, !TableFormat.encodings.contains(encoding) {
      sink.error(
        "\"encoding\" must be one of \(TableFormat.encodings.joined(separator: ", ")), not "
          + "\"\(section.text("encoding") ?? encoding)\""
          + (encoding == "ansi"
            ? "; ANSI is windows-1252 in western Europe and America, windows-1250 in central Europe"
            : ""),
        at: section.position(of: "encoding"),
        suggestion: Suggestion.nearest(to: encoding, among: TableFormat.encodings))
    }
    format.decimal = section.text("decimal")
    if let decimal = format.decimal, decimal != ".", decimal != "," {
      sink.error(
        "\"decimal\" must be \".\" or \",\", not \"\(decimal)\"",
        at: section.position(of: "decimal"))
    }
    for value in section.list("dates") {
      guard let pattern = sink.text(value, "dates") else { continue }
      if !TableFormat.isDatePattern(pattern) {
        sink.error(
          "\"\(pattern)\" is not a date pattern; write letters such as DD.MM.YYYY, MM.YYYY or "
            + "YYYY-MM-DD hh:mm:ss", at: value.position)
      }
      format.dates.append(pattern)
    }
    format.timeZone = section.value("time_zone").flatMap { sink.timeZone($0) }
    format.sheet = section.text("sheet")
    format.headerRow = section.integer("header_row", in: 1...10_000)
    format.listSeparator = section.text("list_separator")
    format.records = recordPaths(section)
    section.finish()
    return format
  }

  /// One path or a list of them.
  private func recordPaths(_ section: Section) -> [String] {
    guard let value = section.value("records") else { return [] }
    let paths = (value.list ?? [value]).compactMap { sink.text($0, "records") }
    for path in paths {
      let names = path.split(separator: "/", omittingEmptySubsequences: false)
      guard names.contains(where: \.isEmpty) || names.count > TableFormat.mostNames else {
        continue
      }
      sink.error(
        "\"records\" must be names with / between them, from the outside in, such as "
          + "\"Lots/Lot/Step\" (* for any name, at most \(TableFormat.mostNames)), not \"\(path)\"",
        at: value.position)
    }
    if value.list?.isEmpty == true {
      sink.error("\"records\" names no place", at: value.position)
    }
    return paths
  }
}

extension TableFormat {
  /// The encodings a table may be in.
  static let encodings = [
    "iso-8859-1", "iso-8859-15", "us-ascii", "utf-16", "utf-16be", "utf-16le", "utf-8",
    "windows-1250", "windows-1252",
  ]

  /// Names in the path to records.
  static let mostNames = 32

  /// The pattern of seconds since 1970.
  package static let unixTime = "unix"

  /// True for month and year letters, perhaps a day and a time, with separators; without a day the
  /// last of the month is read. Also true for `unix`.
  static func isDatePattern(_ pattern: String) -> Bool {
    if pattern == unixTime { return true }
    let separators = Set(" .,-/:'T".unicodeScalars)
    let letters = Set("DMYhHmsSaZT".unicodeScalars)
    let scalars = pattern.unicodeScalars
    return scalars.contains("M") && scalars.contains("Y")
      && scalars.allSatisfy { separators.contains($0) || letters.contains($0) }
  }
}
