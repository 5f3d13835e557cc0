/// Unpacks gzip (RFC 1952), one member after another, checking each trailer.
package final class GzipReader: ByteSource {
  private let packed: any ByteSource
  private let buffer = RawBuffer(count: 64 * 1024)
  private var pending = 0..<0
  private var inflater: Inflater
  private var betweenMembers = false
  private var paddingSkipped: UInt64 = 0
  private var ended = false

  /// Unpacks `packed` as it is read.
  /// - Throws: `compressionUnavailable`.
  package init(_ packed: any ByteSource, limits: InflateLimits = InflateLimits()) throws {
    self.packed = packed
    inflater = try Inflater(.gzip, limits: limits)
  }

  /// True when a file starts like gzip (RFC 1952, 2.3.1).
  package static func recognizes(_ start: [UInt8]) -> Bool {
    start.starts(with: [0x1F, 0x8B, 0x08])
  }

  /// Gives the next unpacked bytes; all that came out before damage has been given by then.
  /// - Throws: `truncated`, `damaged` (also for junk after the last member), `limitReached`.
  package func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    while !ended {
      if pending.isEmpty { pending = 0..<(try packed.read(into: buffer.bytes)) }
      if betweenMembers {
        try startNextMember()
        continue
      }
      let inputEnded = pending.isEmpty
      let step = try inflater.inflate(buffer.slice(pending), into: output)
      pending = (pending.lowerBound + step.consumed)..<pending.upperBound
      betweenMembers = step.ended
      if step.produced > 0 { return step.produced }
      if inputEnded && !step.ended {
        throw ArchiveError(
          .truncated, "The gzip data ends in the middle; the file was cut off.", offset: position)
      }
    }
    return 0
  }

  // Zero bytes may pad the end of a gzip file; anything else must be another member.
  private func startNextMember() throws {
    guard !pending.isEmpty else {
      ended = true
      return
    }
    let zeros = buffer.slice(pending).prefix { $0 == 0 }.count
    if zeros > 0 {
      paddingSkipped &+= UInt64(zeros)
      pending = (pending.lowerBound + zeros)..<pending.upperBound
      return
    }
    guard paddingSkipped == 0, buffer.bytes[pending.lowerBound] == 0x1F else {
      throw ArchiveError(
        .damaged, "Bytes that are not gzip stand behind the end of the gzip data.",
        offset: position)
    }
    inflater.restart()
    betweenMembers = false
  }

  private var position: UInt64 { inflater.totalIn &+ paddingSkipped }
}
