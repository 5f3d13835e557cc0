/// Names in zip files: turning bytes into text, and finding what is dangerous about them.
enum ZipName {
  /// The name as text. Without the UTF-8 flag, bytes that are UTF-8 anyway are taken as such,
  /// others as code page 437 (APPNOTE 4.4.4, appendix D).
  static func text(_ raw: [UInt8], isUnicode: Bool) -> (text: String, valid: Bool) {
    if let text = String(validating: raw, as: UTF8.self) { return (text, true) }
    if isUnicode { return (String(decoding: raw, as: UTF8.self), false) }
    var scalars = String.UnicodeScalarView()
    for byte in raw {
      scalars.append(byte < 0x80 ? Unicode.Scalar(byte) : upper437[Int(byte) - 0x80])
    }
    return (String(scalars), true)
  }

  /// What would be dangerous about unpacking to this name.
  static func problems(_ name: String, raw: [UInt8], limit: Int) -> [ZipProblem] {
    var found: [ZipProblem] = []
    func report(_ code: ZipProblem.Code, _ message: String) {
      found.append(ZipProblem(code, message, entry: shown(name)))
    }
    if raw.isEmpty { report(.emptyName, "An entry has no name.") }
    if raw.count > limit { report(.nameTooLong, "The name is longer than \(limit) bytes.") }
    if raw.first == UInt8(ascii: "/") { report(.absoluteName, "The name is an absolute path.") }
    if raw.contains(UInt8(ascii: "\\")) {
      report(.backslashInName, "The name holds a backslash, a folder separator on Windows.")
    }
    if raw.count >= 2, raw[1] == UInt8(ascii: ":"), isLetter(raw[0]) {
      report(.driveInName, "The name begins with a drive letter.")
    }
    if raw.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      report(.controlInName, "The name holds a control character.")
    }
    let parts = raw.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
    }
    if parts.contains(where: { $0.elementsEqual([0x2E, 0x2E]) }) {
      report(.parentInName, "The name leads out of its folder (\"..\").")
    } else if parts.dropLast().contains(where: { $0.isEmpty || $0.elementsEqual([0x2E]) }),
      raw.first != UInt8(ascii: "/")
    {
      report(.parentInName, "The name holds an empty or \".\" part.")
    }
    return found
  }

  /// The name with anything a terminal would obey made visible, for messages.
  static func shown(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars.prefix(300) {
      let hidden =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.properties.generalCategory == .format
      if hidden {
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// What two names share that a case-blind file system takes for one.
  static func folded(_ name: String) -> String { name.uppercased().lowercased() }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static let upper437 = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
      + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}")
      .unicodeScalars)
}

/// Finds names that are taken twice, exactly or in the eyes of some file system.
struct ZipNameRegister {
  // A pack has a hundred thousand names: of each, as little as tells it from the others is kept.
  // String equality is canonical equivalence, so one spelling finds NFC and NFD alike.
  private var names: Set<String> = []
  /// The bytes of names whose text does not say them.
  private var otherBytes: [String: [UInt8]] = [:]
  private var files: Set<CaseBlindName> = []
  private var folderEntries: Set<CaseBlindName> = []
  /// Folders as a case-blind file system sees them, with those that files lie in.
  private var folders: Set<String> = []

  /// Notes a name and says what clashes with those before it.
  mutating func add(_ name: String, raw: [UInt8], isDirectory: Bool) -> [ZipProblem] {
    var found: [ZipProblem] = []
    func report(_ code: ZipProblem.Code, _ message: String) {
      found.append(ZipProblem(code, message, entry: ZipName.shown(name)))
    }
    let bare = isDirectory && name.hasSuffix("/") ? String(name.dropLast()) : name
    let fold = ZipName.folded(bare)
    let isSaid = name.utf8.elementsEqual(raw)
    if let earlier = names.update(with: name) {
      if (otherBytes[earlier] ?? Array(earlier.utf8)) == raw {
        report(.duplicateName, "Two entries have the same name.")
      } else {
        report(.normalizationDuplicateName, "Two names differ only in Unicode normalization.")
      }
    } else if let earlier = first(of: bare)?.name, earlier != bare {
      report(
        .caseDuplicateName,
        "The name differs from \"\(ZipName.shown(earlier))\" only in upper and lower case.")
    }
    otherBytes[name] = isSaid ? nil : raw
    if isDirectory {
      folderEntries.update(with: CaseBlindName(name: bare))
      folders.insert(fold)
    } else {
      files.update(with: CaseBlindName(name: bare))
      if folders.contains(fold) {
        report(.fileAlsoFolder, "The name is a file here and a folder elsewhere.")
      }
    }
    var end = fold.endIndex
    while let slash = fold[..<end].lastIndex(of: "/") {
      let parent = String(fold[..<slash])
      if files.contains(CaseBlindName(name: parent)) {
        report(.fileAlsoFolder, "\"\(ZipName.shown(parent))\" is a file and a folder.")
      }
      // A folder seen before has had its own parents looked at.
      if !folders.insert(parent).inserted { break }
      end = slash
    }
    return found
  }

  private func first(of name: String) -> CaseBlindName? {
    let name = CaseBlindName(name: name)
    return (files.firstIndex(of: name).map { files[$0] })
      ?? folderEntries.firstIndex(of: name).map { folderEntries[$0] }
  }

  /// A name that equals what a case-blind file system takes for it; kept once, as it is spelt.
  private struct CaseBlindName: Hashable {
    let name: String

    static func == (one: Self, other: Self) -> Bool {
      ZipName.folded(one.name) == ZipName.folded(other.name)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(ZipName.folded(name)) }
  }
}
