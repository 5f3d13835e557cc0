import Archives
import Foundation
import Testing

@Suite struct WholeFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("whole-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func isPrivateAndWholeWhateverStoodThere() throws {
    try withFolder { folder in
      let path = folder + "/a.json"
      #expect(FileManager.default.createFile(atPath: path, contents: Data("old".utf8)))
      #expect(chmod(path, 0o666) == 0)
      try WholeFile.write(Array("new".utf8), to: path)
      #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
      var state = stat()
      #expect(stat(path, &state) == 0 && state.st_mode & 0o777 == 0o600)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["a.json"])
    }
  }

  /// Entries of a listing end at their name: a copy of more reads beyond the listing's end.
  @Test func listsAFolderOfManyNamesWhole() throws {
    try withFolder { folder in
      let names = (0..<3000).map { number in
        String(repeating: "n", count: 1 + number * 7 % 240) + "-\(number)"
      }
      for name in names {
        #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil))
      }
      let found = try #require(FilePlace.names(inFolder: folder))
      #expect(found.map { String(decoding: $0, as: UTF8.self) }.sorted() == names.sorted())
      #expect(FilePlace.names(inFolder: folder + "/none") == nil)
    }
  }

  @Test func writesIntoAPipeAndRefusesAFolder() throws {
    try withFolder { folder in
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let reader = open(pipe, O_RDONLY | O_NONBLOCK)
      try WholeFile.write([1, 2, 3], to: pipe)
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(reader, &bytes, 8) == 3)
      close(reader)
      var state = stat()
      #expect(lstat(pipe, &state) == 0 && state.st_mode & S_IFMT == S_IFIFO)
      let error = #expect(throws: ArchiveError.self) { try WholeFile.write([1], to: folder) }
      #expect(error?.code == .notRegularFile)
      let missing = #expect(throws: ArchiveError.self) {
        try WholeFile.write([1], to: folder + "/no/a.json")
      }
      #expect(missing?.message.contains(folder) == true)
    }
  }

  @Test func removesWhatDeadProcessesLeftAndNothingElse() throws {
    try withFolder { folder in
      let names = [".x.catalog-2147483646", ".x.catalog-\(getpid())", ".x.catalog-y", "x"]
      for name in names {
        #expect(FileManager.default.createFile(atPath: folder + "/" + name, contents: nil))
      }
      TemporaryFiles.removeAbandoned(in: folder, startingWith: ".x.catalog-")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(left == names.dropFirst().sorted())
    }
  }

  @Test func removesFoldersOfDeadProcessesAndNothingBehindTheirLinks() throws {
    try withFolder { folder in
      let files = FileManager.default
      let dead = folder + "/w-2147483646-ab"
      try files.createDirectory(atPath: dead + "/x/y", withIntermediateDirectories: true)
      for place in [dead + "/a", dead + "/x/b", dead + "/x/y/c", folder + "/kept"] {
        #expect(files.createFile(atPath: place, contents: Data("1".utf8)))
      }
      try files.createDirectory(atPath: folder + "/other", withIntermediateDirectories: true)
      #expect(files.createFile(atPath: folder + "/other/d", contents: nil))
      try files.createSymbolicLink(atPath: dead + "/x/l", withDestinationPath: folder + "/other")
      let link = folder + "/w-2147483645-cd"
      try files.createSymbolicLink(atPath: link, withDestinationPath: folder + "/other")
      for name in ["w-\(getpid())-ef", "w-2147483646x", "w-"] {
        try files.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: true)
      }
      TemporaryFiles.removeAbandoned(in: folder, startingWith: "w-")
      let left = try files.contentsOfDirectory(atPath: folder).sorted()
      #expect(left == ["kept", "other", "w-", "w-\(getpid())-ef", "w-2147483646x"].sorted())
      #expect(try files.contentsOfDirectory(atPath: folder + "/other") == ["d"])
    }
  }

  @Test func aWorkingFolderIsPrivateAndGoesWithItsOwner() throws {
    try withFolder { home in
      var folder: TemporaryFolder? = try TemporaryFolder(in: home, startingWith: "w-")
      let path = try #require(folder?.path)
      var state = stat()
      #expect(stat(path, &state) == 0 && state.st_mode & 0o777 == 0o700)
      #expect(FileManager.default.createFile(atPath: path + "/catalog.sqlite", contents: nil))
      folder = nil
      #expect(try FileManager.default.contentsOfDirectory(atPath: home).isEmpty)
      let error = #expect(throws: ArchiveError.self) {
        _ = try TemporaryFolder(in: home + "/none", startingWith: "w-")
      }
      #expect(error?.message.contains("TMPDIR") == true)
    }
  }
}
