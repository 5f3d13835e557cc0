import Foundation
import Glibc

/// Tells a network file system, on which SQLite's write-ahead log is not safe.
enum NetworkFileSystem {
  /// Mount types, as `/proc/self/mounts` spells them, whose shared memory is not shared.
  private static let remote: Set<String> = [
    "nfs", "nfs4", "cifs", "smbfs", "smb2", "smb3", "9p", "afs", "ceph", "glusterfs", "lustre",
    "gfs", "gfs2", "ocfs2", "gpfs", "beegfs", "orangefs", "pvfs2", "coda", "ncpfs", "davfs", "fuse",
  ]
  /// Programs behind FUSE that keep their files on a disk of this machine; any other may be remote.
  private static let localFUSE: Set<String> = [
    "fuse.fuse-overlayfs", "fuse.mergerfs", "fuse.bindfs", "fuse.gocryptfs", "fuse.encfs",
    "fuse.ntfs-3g", "fuse.exfat", "fuse.unionfs", "fuse.zfs-fuse",
  ]

  /// The mount type of the network file system a folder lies on, nil when local or unknown.
  static func name(ofFolder folder: String) -> String? {
    guard let resolved = realpath(folder, nil) else { return nil }
    defer { free(resolved) }
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    return name(ofFolder: String(cString: resolved), mounts: mounts)
  }

  /// The same for a resolved folder, from the text of `/proc/self/mounts`.
  static func name(ofFolder folder: String, mounts: String) -> String? {
    var best = (length: -1, type: "")
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count >= 3 else { continue }
      let point = fields[1].replacing("\\040", with: " ")
      let inside = folder == point || point == "/" || folder.hasPrefix(point + "/")
      // A later line on the same point covers the earlier one.
      if inside, point.utf8.count >= best.length { best = (point.utf8.count, String(fields[2])) }
    }
    let isForeign = best.type.hasPrefix("fuse.") && !localFUSE.contains(best.type)
    return isForeign || remote.contains(best.type) ? best.type : nil
  }
}
