internal import Archives
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reads and checks originals of the vault on all cores, a few ahead of the one being written.
struct OriginalsAhead {
  /// What became of one.
  enum Outcome: Sendable {
    /// In memory, with the SHA-256 of its bytes.
    case proven(ProvenDeflate, sha256: String)
    /// Not read: it is to be checked while it is copied, so that memory stays bounded.
    case large
    /// It cannot be read, or is not what the catalog says.
    case failed(any Error)
  }

  /// Packed bytes up to which an original is taken into memory.
  private static let inMemory: UInt64 = 4 << 20

  private let copies: [VaultCopy]
  private let places: [Place]
  private var started = 0
  private var taken = 0

  /// Prepares for originals in the order they will be asked for; nothing is read yet.
  init(_ copies: [VaultCopy], workers: Int?) {
    self.copies = copies
    let cores = workers ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    places = (0..<min(4 * max(1, cores), 32)).map { _ in Place() }
  }

  /// The next original, in the order given; call it once for each.
  mutating func next() -> Outcome {
    while started < copies.count, started - taken < places.count {
      let (copy, place) = (copies[started], places[started % places.count])
      DispatchQueue.global(qos: .userInitiated).async { place.put(Self.check(copy)) }
      started += 1
    }
    defer { taken += 1 }
    return places[taken % places.count].take()
  }

  private static func check(_ copy: VaultCopy) -> Outcome {
    guard copy.packedSize <= inMemory, let packedSize = Int(exactly: copy.packedSize),
      ZipWriter.copies(packedSize: copy.packedSize, size: copy.size)
    else { return .large }
    do {
      // SHA-512 is the one kept from collect; SHA-256 proves that the bytes are still those.
      var digest = RunningDigest(withSHA512: false)
      let proven = try ProvenDeflate(
        FileByteSource(path: copy.file), crc: copy.crc, packedSize: packedSize, size: copy.size,
        label: copy.file
      ) { digest.update($0) }
      return .proven(proven, sha256: digest.sha256)
    } catch {
      return .failed(error)
    }
  }

  /// Where one outcome waits to be taken.
  private final class Place: Sendable {
    private let outcome = Mutex<Outcome>(.large)
    private let arrived = DispatchSemaphore(value: 0)

    func put(_ new: Outcome) {
      outcome.withLock { $0 = new }
      arrived.signal()
    }

    func take() -> Outcome {
      arrived.wait()
      return outcome.withLock { found in
        defer { found = .large }
        return found
      }
    }
  }
}
