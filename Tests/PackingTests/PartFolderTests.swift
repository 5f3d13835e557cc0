import Archives
import Foundation
import Testing

@testable import Packing

@Suite struct PartFolderTests {
  @Test(arguments: [0, 1, 16_383, 16_384, 262_143, 262_144, 1_000_000])
  func keepsWhatItWasGivenAndKnowsItsDigest(count: Int) throws {
    let folder = try ScratchFolder()
    let parts = PartFolder(beside: folder.file("EP-1.zip"))
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let made = try parts.write("a.txt") { sink in
      for start in stride(from: 0, to: count, by: 9_999) {
        try sink(Array(bytes[start..<min(start + 9_999, count)]))
      }
    }
    #expect(made.item.path == "a.txt")
    #expect(made.item.size == UInt64(count))
    #expect(made.sha256 == Digests.sha256(bytes))
    switch made.item.content {
    case .bytes(let held): #expect(held == bytes && count < 16_384)
    case .file(let file, _, _):
      #expect(try FileByteSource(path: file).readAll(limit: count) == bytes)
    case .vault: Issue.record("It is no original.")
    }
    parts.remove()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file(".")).isEmpty)
  }

  @Test func holdsOnlySoManySmallFilesInMemory() throws {
    let folder = try ScratchFolder()
    let parts = PartFolder(beside: folder.file("EP-1.zip"))
    defer { parts.remove() }
    let bytes = [UInt8](repeating: 7, count: 16_000)
    var held = 0
    for number in 0..<1_500 {
      if case .bytes = try parts.write("\(number)", { try $0(bytes) }).item.content { held += 1 }
    }
    #expect(held == (1 << 24) / 16_000)
  }
}
