internal import Archives
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reads every file of a pack in full, on all cores.
enum ParallelDigests {
  /// What reading a file gave.
  enum Outcome: Sendable {
    case read(DigestPair, bytes: UInt64)
    case failed(String)
  }

  /// Digests of each file, in the order given. Memory does not grow with the files' sizes.
  static func of(_ files: [ContainedFile], in container: PackContainer) -> [Outcome] {
    let next = Mutex(0)
    let outcomes = Mutex([Outcome?](repeating: nil, count: files.count))
    let cores = max(1, min(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 16))
    DispatchQueue.concurrentPerform(iterations: min(cores, max(1, files.count))) { _ in
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < files.count else { return }
        let outcome = read(files[index], in: container)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    return outcomes.withLock { $0.map { $0 ?? .failed("It was not read.") } }
  }

  private static func read(_ file: ContainedFile, in container: PackContainer) -> Outcome {
    do {
      let isPayload = file.path.hasPrefix(BagLayout.payload)
      let digest = try RunningDigest.of(container.bytes(of: file), withSHA512: isPayload)
      return .read(digest.pair, bytes: digest.count)
    } catch {
      return .failed("\(error)")
    }
  }
}
