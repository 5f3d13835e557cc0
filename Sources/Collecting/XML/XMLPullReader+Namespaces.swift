/// Prefixes, namespaces and attributes.
extension XMLPullReader {
  /// Different namespaces a document may have.
  static let maximumSpaces = 4096

  func intern(space bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let uri = bytes.text
    if let found = spaces.firstIndex(of: uri) { return found }
    // Beyond the limit names keep their spelling but lose their namespace, which is reported.
    guard spaces.count < Self.maximumSpaces else {
      note(.undeclaredPrefix, uri)
      return 0
    }
    spaces.append(uri)
    return spaces.count - 1
  }

  func spaceOfElement(_ qualified: Int) -> Int {
    let entry = names.entries[qualified]
    if entry.epoch == epoch { return entry.space }
    let found = lookup(prefix: entry.prefix) ?? undeclared(entry.prefix)
    names.entries[qualified].space = found
    names.entries[qualified].epoch = epoch
    return found
  }

  private func lookup(prefix: Int) -> Int? {
    for binding in bindings.reversed() where binding.prefix == prefix { return binding.space }
    return prefix == -1 ? 0 : nil
  }

  private func undeclared(_ prefix: Int) -> Int {
    note(.undeclaredPrefix, names.text(prefix))
    return 0
  }

  /// The number of attributes of the current element, declarations of namespaces left out.
  package var attributeCount: Int { attributes.count }

  /// Name without prefix and namespace of an attribute.
  package func attributeName(_ index: Int) -> (local: String, namespace: String) {
    let entry = names.entries[attributes[index].name]
    let space = entry.prefix == -1 ? 0 : lookup(prefix: entry.prefix) ?? 0
    return (names.text(entry.local), spaces[space])
  }

  /// The value of an attribute; valid until the next token.
  package func attributeValue(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    valueScratch.slice(attributes[index].value)
  }

  /// The value of the attribute with a local name, whatever its prefix.
  package func attribute(_ name: String) -> String? {
    for attribute in attributes
    where names.text(names.entries[attribute.name].local) == name {
      return valueScratch.slice(attribute.value).text
    }
    return nil
  }
}
