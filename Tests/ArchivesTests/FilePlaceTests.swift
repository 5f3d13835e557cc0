import Foundation
import Glibc
import Testing

@testable import Archives

@Suite struct FilePlaceTests {
  /// A share that goes away while its folder is listed: a part of the names is not all of them.
  @Test func aListingThatBreaksOffIsNone() throws {
    let folder = open(FileManager.default.temporaryDirectory.path, O_RDONLY | O_DIRECTORY)
    let listing = try #require(fdopendir(folder))
    defer { closedir(listing) }
    let nothing = open("/dev/null", O_RDONLY)
    defer { close(nothing) }
    #expect(dup2(nothing, folder) == folder)
    #expect(FilePlace.names(listedBy: listing) == nil)
  }
}
