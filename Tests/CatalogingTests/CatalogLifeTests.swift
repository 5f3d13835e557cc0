import Archives
import Foundation
import GRDB
import GS1
import Glibc
import Testing

@testable import Cataloging

@Suite struct CatalogLifeTests {
  private func store(_ text: String, in catalog: Catalog) throws -> VaultObject {
    let vault = try #require(catalog.vault)
    return try vault.store(MemorySource(Array(text.utf8)))
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func keepsFolderAndFilesPrivate() throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      let object = try store("<a/>", in: catalog)
      #expect(mode(folder.path) == 0o700)
      #expect(mode(folder.path + "/vault") == 0o700)
      #expect(mode(folder.path + "/catalog.sqlite") == 0o600)
      #expect(mode(folder.path + "/catalog.sqlite-wal") == 0o600)
      #expect(mode(try #require(catalog.vault).path(of: object.sha256)) == 0o600)
    }
  }

  @Test func refusesASecondWriterAndFreesTheLock() throws {
    try Samples.withFolder { folder in
      do {
        let catalog = try Catalog.open(folder: folder, mode: .create)
        let error = #expect(throws: CatalogError.self) {
          _ = try Catalog.open(folder: folder, mode: .write)
        }
        #expect(error?.code == .locked)
        #expect(error?.description.contains("process \(getpid())") == true)
        _ = try Catalog.open(folder: folder, mode: .read).read { try $0.tableExists("run") }
        try catalog.close()
      }
      _ = try Catalog.open(folder: folder, mode: .write)
    }
  }

  @Test(arguments: [Catalog.Mode.create, .write, .read])
  func anEmptiedDatabaseBesideOriginalsIsDamage(mode: Catalog.Mode) throws {
    try Samples.withFolder { folder in
      do {
        let catalog = try Catalog.open(folder: folder, mode: .create)
        _ = try store("<a/>", in: catalog)
        try catalog.close()
      }
      for ending in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: folder.path + "/catalog.sqlite" + ending)
      }
      try Data().write(to: folder.appending(path: "catalog.sqlite"))
      let error = #expect(throws: CatalogError.self) {
        _ = try Catalog.open(folder: folder, mode: mode)
      }
      #expect(error?.code == .damaged)
    }
  }

  @Test func knowsWhetherItsDatabaseIsStillInPlace() throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      #expect(catalog.isInPlace())
      let file = folder.path + "/catalog.sqlite"
      try FileManager.default.moveItem(atPath: file, toPath: file + ".old")
      #expect(!catalog.isInPlace())
      try Data().write(to: folder.appending(path: "catalog.sqlite"))
      #expect(!catalog.isInPlace())
    }
  }

  @Test(arguments: [
    "DROP TABLE all_event", "DROP VIEW all_unit",
    "CREATE TRIGGER t AFTER INSERT ON artifact BEGIN SELECT 1; END",
  ])
  func aSchemaUnlikeOursIsFound(sql: String) throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      #expect(try CatalogCheck.run(catalog).isEmpty)
      try catalog.write { try $0.execute(sql: sql) }
      #expect(try CatalogCheck.run(catalog).count == 1)
    }
  }

  @Test func aTableThatIsGoneIsDamageInWords() throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      try catalog.write { try $0.execute(sql: "DROP TABLE all_event") }
      let error = #expect(throws: CatalogError.self) {
        _ = try catalog.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM all_event") }
      }
      #expect(error?.code == .damaged)
      #expect(error?.description.contains("all_event was not found") == true)
    }
  }

  @Test func aClosedCatalogLiesInItsFileWhole() throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      try catalog.write { try $0.execute(sql: "INSERT INTO meta VALUES ('kept', 'yes')") }
      _ = try catalog.read { try $0.tableExists("meta") }
      try catalog.close()
      let copy = folder.appending(path: "copy.sqlite").path
      try FileManager.default.copyItem(atPath: folder.path + "/catalog.sqlite", toPath: copy)
      let kept = try DatabaseQueue(path: copy).read {
        try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'kept'")
      }
      #expect(kept == "yes")
    }
  }

  @Test func refusesWhatItCannotOpen() throws {
    try Samples.withFolder { folder in
      let missing = #expect(throws: CatalogError.self) {
        _ = try Catalog.open(folder: folder, mode: .write)
      }
      #expect(missing?.code == .missing)
      do {
        let catalog = try Catalog.open(folder: folder, mode: .create)
        try catalog.write {
          try $0.execute(
            sql: "UPDATE meta SET value = '\(Schema.version + 1)' WHERE key = 'schema_version'")
        }
        try catalog.close()
      }
      let newer = #expect(throws: CatalogError.self) {
        _ = try Catalog.open(folder: folder, mode: .write)
      }
      #expect(newer?.code == .newer)
    }
  }

  @Test func knowsNetworkFileSystemsByTheirMount() {
    let mounts = """
      /dev/sda1 / ext4 rw 0 0
      server:/home /mnt/share\\040one nfs4 rw 0 0
      user@host: /mnt/ssh fuse.sshfs rw 0 0
      /dev/sdb /mnt/ssh/local ext4 rw 0 0
      """
    #expect(NetworkFileSystem.name(ofFolder: "/home/x", mounts: mounts) == nil)
    #expect(NetworkFileSystem.name(ofFolder: "/mnt/share one/c", mounts: mounts) == "nfs4")
    #expect(NetworkFileSystem.name(ofFolder: "/mnt/ssh/c", mounts: mounts) == "fuse.sshfs")
    #expect(NetworkFileSystem.name(ofFolder: "/mnt/ssh/local/c", mounts: mounts) == nil)
    #expect(NetworkFileSystem.name(ofFolder: "/mnt/sshx", mounts: mounts) == nil)
    for (type, isRefused) in [
      ("nfs", true), ("cifs", true), ("smb3", true), ("9p", true), ("fuse.sshfs", true),
      ("fuse.anything", true), ("fuse", true), ("ext4", false), ("xfs", false), ("tmpfs", false),
      ("overlay", false), ("fuseblk", false), ("fuse.fuse-overlayfs", false),
    ] {
      let name = NetworkFileSystem.name(ofFolder: "/data/c", mounts: "x /data \(type) rw 0 0")
      #expect((name != nil) == isRefused, "\(type)")
    }
    let sentence = CatalogError.networkFileSystem(folder: "/data/c", name: "nfs4").description
    #expect(sentence.contains("/data/c") && sentence.contains("local disk"))
  }

  @Test func storesEqualOriginalsOnceAndGivesThemBack() throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      let vault = try #require(catalog.vault)
      let text = String(repeating: "<epc>urn:epc:id:sgtin:1</epc>\n", count: 40_000)
      let object = try store(text, in: catalog)
      #expect(try store(text, in: catalog) == object)
      let files = try FileManager.default.subpathsOfDirectory(atPath: vault.folder.path)
      #expect(files.count { $0.hasSuffix(".z") } == 1)
      #expect(!files.contains { $0.contains("partial") })
      #expect(object.bytes == UInt64(text.utf8.count))
      #expect(object.deflatedBytes < object.bytes / 4)
      #expect(try vault.open(object.sha256).readAll(limit: 1 << 24) == Array(text.utf8))
      #expect(vault.fault(of: object) == nil)
      let empty = try store("", in: catalog)
      #expect(try vault.open(empty.sha256).readAll(limit: 10) == [])
    }
  }

  @Test func leavesNothingOfASourceThatFails() throws {
    struct Broken: Error {}
    final class Source: ByteSource {
      var left = 3
      func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if left == 0 { throw Broken() }
        left -= 1
        return buffer.count
      }
    }
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      let vault = try #require(catalog.vault)
      #expect(throws: Broken.self) { _ = try vault.store(Source()) }
      let files = try FileManager.default.contentsOfDirectory(atPath: vault.folder.path)
      #expect(files == [])
    }
  }

  @Test func sweepsPartialOriginalsOfAKilledRun() throws {
    try Samples.withFolder { folder in
      _ = try Catalog.open(folder: folder, mode: .create)
      let stray = folder.path + "/vault/.partial-1-1"
      _ = FileManager.default.createFile(atPath: stray, contents: Data([1]))
      _ = try Catalog.open(folder: folder, mode: .write)
      #expect(!FileManager.default.fileExists(atPath: stray))
    }
  }

  @Test func namesEveryDamagedOriginal() throws {
    try Samples.withFolder { folder in
      let catalog = try Catalog.open(folder: folder, mode: .create)
      let vault = try #require(catalog.vault)
      let object = try store("first", in: catalog)
      let other = try store("second", in: catalog)
      try catalog.write { db in
        for object in [object, other] { try object.insert(db) }
      }
      #expect(try CatalogCheck.run(catalog) == [])
      let path = vault.path(of: object.sha256)
      var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      bytes[bytes.count - 2] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      unlink(vault.path(of: other.sha256))
      let problems = try CatalogCheck.run(catalog)
      #expect(problems.count == 2)
      #expect(problems.allSatisfy { $0.remedy.contains("--rehash") })
    }
  }

  @Test func keepsACommittedStateWhenKilledMidway() throws {
    struct Killed: Error {}
    try Samples.withFolder { folder in
      do {
        let catalog = try Catalog.open(folder: folder, mode: .create)
        try catalog.write {
          _ = try Samples.load([Samples.commissioning([Samples.unit("A1")])], into: $0)
        }
        #expect(throws: Killed.self) {
          try catalog.write { db in
            let loader = try ArtifactLoader(
              db, artifact: Samples.artifact(db, path: "b.xml"), nowMs: Samples.nowMs)
            for index in 0..<2_000 {
              try loader.event(Samples.commissioning([Samples.unit("K\(index)")]))
            }
            try loader.flush()
            throw Killed()
          }
        }
      }
      let catalog = try Catalog.open(folder: folder, mode: .write)
      let counts = try catalog.read { db in
        try ["artifact", "all_event", "epc", "event_epc"].map {
          try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)")
        }
      }
      #expect(counts == [1, 1, 1, 1])
      let wrong = try CatalogCheck.run(catalog).filter { !$0.what.contains("vault") }
      #expect(wrong == [])
    }
  }
}
