import Foundation
import Mutation

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The entry point under the fuzzer; set once, before it runs.
nonisolated(unsafe) private var entry = EntryPoint.xml

/// `muster-fuzz list`, `muster-fuzz seeds ENTRY SAMPLES FOLDER`, `muster-fuzz ENTRY [of libFuzzer …]`.
@main enum Fuzz {
  static func main() throws {
    let given = CommandLine.arguments
    if given.dropFirst().first == "list" {
      for entry in EntryPoint.allCases { print(entry.rawValue) }
      return
    }
    if given.count == 5, given[1] == "seeds", let entry = EntryPoint(rawValue: given[2]) {
      let seeds = entry.seeds(from: URL(filePath: given[3]))
      for (index, seed) in seeds.enumerated() {
        try Data(seed).write(to: URL(filePath: given[4]).appending(path: "seed-\(index)"))
      }
      return
    }
    guard given.count > 1, let chosen = EntryPoint(rawValue: given[1]) else {
      print("usage: muster-fuzz list | seeds ENTRY SAMPLES FOLDER | ENTRY [arguments of libFuzzer]")
      exit(64)
    }
    entry = chosen
    var arguments = ([given[0]] + given.dropFirst(2)).map {
      strdup($0) as UnsafeMutablePointer<CChar>?
    }
    arguments.append(nil)
    var count = CInt(arguments.count - 1)
    let code = arguments.withUnsafeMutableBufferPointer { buffer in
      var base = buffer.baseAddress
      return withUnsafeMutablePointer(to: &base) { place in
        runDriver(&count, place) { bytes, size in
          do {
            try entry.read(Array(UnsafeBufferPointer(start: bytes, count: size)))
          } catch {
            // Only `Broken` comes here: the fuzzer keeps the input of a trap.
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            abort()
          }
          return 0
        }
      }
    }
    exit(code)
  }
}
