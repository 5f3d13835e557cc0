/// The central directory of a zip, read header by header.
struct ZipDirectory {
  var members: [ZipMember] = []
  var problems: [ZipProblem] = []
  /// Why a member is not to be read, by its index.
  var refusals: [Int: ZipProblem] = [:]
  var prefix: UInt64 = 0
  var start: UInt64 = 0

  private let limits: ZipLimits
  private var names = ZipNameRegister()
  private var totalSize: UInt64 = 0

  /// Reads all headers. What is wrong is in `problems`; if it reaches the archive, no members.
  init(_ file: any RandomAccess, limits: ZipLimits) throws {
    self.limits = limits
    guard let end = try ZipEndRecord(file, problems: &problems) else { return }
    prefix = end.prefix
    start = end.directoryStart
    guard end.entries <= UInt64(limits.entries) else {
      problems.append(
        ZipProblem(
          .tooManyEntries, "\(end.entries) entries, more than the limit of \(limits.entries)."))
      return
    }
    var cursor = ZipCursor(file, from: end.directoryStart, to: end.directoryEnd)
    for index in 0..<Int(end.entries) {
      guard let member = try readMember(&cursor, index: index) else {
        problems.append(
          ZipProblem(.directoryDamaged, "Central header \(index + 1) is damaged or not there."))
        members = []
        return
      }
      examine(member)
      members.append(member)
    }
    guard cursor.isAtEnd else {
      problems.append(
        ZipProblem(.directoryDamaged, "The central directory holds more than it counts."))
      members = []
      return
    }
  }

  /// Notes a problem; one that reaches the member also refuses it.
  mutating func report(_ code: ZipProblem.Code, _ message: String, _ member: ZipMember) {
    report(ZipProblem(code, message, entry: ZipName.shown(member.name)), member)
  }

  private mutating func report(_ problem: ZipProblem, _ member: ZipMember) {
    problems.append(problem)
    if problem.code.reach == .member, refusals[member.index] == nil {
      refusals[member.index] = problem
    }
  }

  private mutating func readMember(_ cursor: inout ZipCursor, index: Int) throws -> ZipMember? {
    guard let head = try cursor.take(ZipFormat.centralSize),
      head.number32(0) == ZipFormat.centralSignature
    else { return nil }
    let nameCount = Int(head.number16(28))
    let extraCount = Int(head.number16(30))
    let commentCount = Int(head.number16(32))
    guard let rest = try cursor.take(nameCount + extraCount + commentCount) else { return nil }
    let raw = Array(rest[0..<nameCount])
    let extra = rest[nameCount..<nameCount + extraCount]
    let flags = head.number16(8)
    let fields = [head.number32(24), head.number32(20), head.number32(42)]
    var large = Zip64Extra(extra, wanted: fields.count { $0 == ZipFormat.inZip64 })
    let numbers = fields.map { field -> UInt64 in
      field == ZipFormat.inZip64 ? large.next() ?? UInt64(field) : UInt64(field)
    }
    let (name, valid) = ZipName.text(raw, isUnicode: flags & ZipFormat.unicodeFlag != 0)
    let external = head.number32(38)
    let method = head.number16(10)
    let member = ZipMember(
      name: name, method: ZipMember.Method(rawValue: method),
      crc: head.number32(16), packedSize: numbers[1], size: numbers[0],
      modified: ZipTime(date: head.number16(14), time: head.number16(12)),
      isDirectory: raw.last == UInt8(ascii: "/"),
      otherName: name.utf8.elementsEqual(raw) ? nil : raw, index: index, headerOffset: numbers[2],
      madeBy: head.number16(4), versionNeeded: head.number16(6), flags: flags,
      methodNumber: method, internalAttributes: head.number16(36), externalAttributes: external,
      extraCount: extraCount, hasExactZip64: large.isExact && extraCount > 0,
      commentCount: commentCount)
    if !valid { report(.nameNotUnicode, "The name is marked UTF-8 but is not.", member) }
    if !large.isComplete {
      report(.outOfBounds, "The entry has no ZIP64 numbers, though it needs them.", member)
    }
    if head.number16(34) != 0 {
      report(.outOfBounds, "The entry is said to lie on another disk.", member)
    }
    return member
  }

  private mutating func examine(_ member: ZipMember) {
    for problem in ZipName.problems(member.name, raw: member.rawName, limit: limits.nameLength) {
      report(problem, member)
    }
    for problem in names.add(member.name, raw: member.rawName, isDirectory: member.isDirectory) {
      report(problem, member)
    }
    switch (member.externalAttributes >> 16) & 0o170000 {
    case 0, 0o100000, 0o040000: break
    case 0o120000: report(.symbolicLink, "The entry is a symbolic link.", member)
    default: report(.specialFile, "The entry is a device, pipe or socket.", member)
    }
    // Bits 0, 6 and 13: encryption, strong encryption, masked headers; method 99 is AES.
    if member.flags & 0x2041 != 0 || member.methodNumber == 99 {
      report(.encrypted, "The entry is encrypted; unpack it with its password first.", member)
    } else if member.method == nil {
      report(
        .unsupportedMethod,
        "Compression method \(member.methodNumber) is not supported; use deflate.", member)
    }
    examineSize(member)
  }

  private mutating func examineSize(_ member: ZipMember) {
    if member.size > limits.memberSize {
      report(.memberTooLarge, "Unpacked it has more than \(limits.memberSize) bytes.", member)
    }
    let sum = totalSize.addingReportingOverflow(member.size)
    totalSize = sum.overflow ? UInt64.max : sum.partialValue
    if totalSize > limits.totalSize {
      report(
        .totalTooLarge, "Up to this entry more than \(limits.totalSize) bytes unpacked.", member)
    }
    if limits.inflate.breaksRatio(packed: member.packedSize, unpacked: member.size) {
      report(
        .ratioTooHigh, "Unpacked it grows more than \(limits.ratio) times; taken for a bomb.",
        member)
    }
  }
}

/// Walks over a stretch of a file in large reads.
struct ZipCursor {
  private let file: any RandomAccess
  private var position: UInt64
  private let end: UInt64
  private var buffer: [UInt8] = []
  private var place = 0

  init(_ file: any RandomAccess, from start: UInt64, to end: UInt64) {
    self.file = file
    position = start
    self.end = end
  }

  var isAtEnd: Bool { position == end && place == buffer.count }

  /// The next `count` bytes, or nil when the stretch has fewer.
  mutating func take(_ count: Int) throws -> [UInt8]? {
    if buffer.count - place < count {
      let want = UInt64(max(count, 256 * 1024))
      buffer.removeFirst(place)
      place = 0
      let more = Int(min(want, end - position))
      guard let bytes = try file.bytes(at: position, count: more) else { return nil }
      buffer.append(contentsOf: bytes)
      position += UInt64(more)
      guard buffer.count >= count else { return nil }
    }
    defer { place += count }
    return Array(buffer[place..<place + count])
  }
}
