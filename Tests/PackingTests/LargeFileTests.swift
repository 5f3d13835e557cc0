import Foundation
import Packing
import Testing

/// Takes minutes and 5 GB of reading: set MUSTER_LARGE_TESTS to run it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["MUSTER_LARGE_TESTS"] != nil))
struct LargeFileTests {
  @Test func packsAFileAboveFourGigabytes() throws {
    let folder = try ScratchFolder()
    let size: UInt64 = 5 << 30
    try folder.write("large.bin", Sample.text(1 << 20))
    let handle = try FileHandle(forUpdating: URL(filePath: folder.file("large.bin")))
    try handle.truncate(atOffset: size)
    try handle.close()
    let items = [
      PackItem(path: "index.html", content: .bytes(Array("<!doctype html>".utf8))),
      PackItem(
        path: "evidence/large.bin", content: .file(folder.file("large.bin"), size: size, level: 1)),
      PackItem(path: "evidence/small.bin", content: .bytes([1, 2, 3])),
    ]
    let summary = try Sample.write(folder, items: items)
    #expect(summary.payloadBytes == size + 18 + Sample.list.size)
    #expect(try Pack.failures(folder.file("EP-1.zip")) == [])
    for (tool, arguments) in [
      ("unzip", ["-tqq", "EP-1.zip"]), ("7z", ["t", "-bso0", "-bsp0", "EP-1.zip"]),
      ("python3", ["-m", "zipfile", "-t", "EP-1.zip"]),
    ] {
      guard let program = Tool(tool) else { continue }
      let result = try program.run(arguments, in: folder.path)
      #expect(result.status == 0, "\(tool): \(result.output)")
    }
  }
}
