/// What services put around their records in JSON, known by its names.
struct RecordEnvelope {
  /// Names of lists of this kind's records, folded.
  let names: Set<String>

  /// Names under which services put their list of records.
  private static let wrappers: Set<String> = [
    "value", "values", "records", "record", "results", "result", "data", "items", "rows", "entries",
    "d",
  ]
  /// Names of the same that a record may have too: they count until its key was met.
  private static let otherWrappers: Set<String> = [
    "hits", "issues", "content", "elements", "list", "objects", "documents", "docs", "response",
    "payload", "body", "export", "_embedded", "member", "members", "resources", "features", "nodes",
  ]
  /// Names under which services put the record itself, beside its number and address there.
  private static let cores = ["_source", "attributes", "fields", "properties"]
  /// What they call the number and sort they give it.
  private static let ofServices: Set<String> = ["id", "key", "name", "type"]
  /// Names under which services give the address of the next part of a result.
  private static let continuations: Set<String> = [
    "@odata.nextlink", "odata.nextlink", "__next", "next", "nextlink", "next_link", "nexturl",
    "next_url", "nextpage", "next_page", "nextpageurl", "next_page_url", "nextpagetoken",
    "next_page_token", "nextcursor", "next_cursor", "nexttoken", "next_token", "continuationtoken",
    "nextrecordsurl",
  ]
  /// Names under which they keep such an address.
  private static let pagings: Set<String> = ["links", "_links", "paging", "pagination"]

  /// Whether a member of this name wraps records, whatever stands beside it.
  func isWrapper(_ name: String) -> Bool {
    Self.wrappers.contains(name) || names.contains(HeaderText.folded(name))
  }

  /// Whether a member of this name wraps records where nothing beside it is a record's key.
  func mayWrap(_ name: String) -> Bool { isWrapper(name) || Self.otherWrappers.contains(name) }

  /// Whether a member of this name, or at this path, tells where the result goes on.
  static func isContinuation(_ path: String) -> Bool {
    let path = path.lowercased()
    return continuations.contains(path)
      || path.split(separator: ".").contains { continuations.contains(String($0)) }
  }

  /// The sentence on a result that goes on elsewhere, as the member `name` says.
  static func goesOn(at name: String) -> String {
    "the export goes on elsewhere (\"\(name)\"); collect the rest of it too"
  }

  /// Whether a member of this name may hold one that tells where the result goes on.
  static func isPaging(_ name: String) -> Bool { pagings.contains(name.lowercased()) }

  /// The member inside which the records stand, with its dot: the one that has a record's key, when
  /// there is none outside. `columns` are those of the first record.
  static func core(of columns: some Collection<String>, isKey: (String) -> Bool) -> String? {
    if columns.contains(where: { !ofServices.contains($0) && isKey($0) }) { return nil }
    return cores.map { $0 + "." }.first { core in
      columns.contains { $0.hasPrefix(core) && isKey(String($0.dropFirst(core.count))) }
    }
  }
}
