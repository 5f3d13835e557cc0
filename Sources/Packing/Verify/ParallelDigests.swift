internal import Archives
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reads every file of a pack in full, on all cores.
enum ParallelDigests {
  /// What is wrong with each file, in the order given; nil where nothing is. Of what was read only
  /// that is kept: memory grows neither with the files' sizes nor with their digests.
  static func faults(
    of files: [ContainedFile], in container: PackContainer,
    _ compare: @Sendable (ContainedFile, DigestPair, _ bytes: UInt64) -> String?
  ) -> [String?] {
    let next = Mutex(0)
    let faults = Mutex([String?](repeating: "It was not read.", count: files.count))
    let cores = max(1, min(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 16))
    DispatchQueue.concurrentPerform(iterations: min(cores, max(1, files.count))) { _ in
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < files.count else { return }
        let fault = fault(of: files[index], in: container, compare)
        faults.withLock { $0[index] = fault }
      }
    }
    return faults.withLock { $0 }
  }

  private static func fault(
    of file: ContainedFile, in container: PackContainer,
    _ compare: (ContainedFile, DigestPair, _ bytes: UInt64) -> String?
  ) -> String? {
    do {
      let isPayload = file.path.hasPrefix(BagLayout.payload)
      let digest = try RunningDigest.of(container.bytes(of: file), withSHA512: isPayload)
      return compare(file, digest.pair, digest.count)
    } catch {
      return "The file cannot be read in full: \(error)"
    }
  }
}
