import Foundation

/// What running a program once took.
struct Run {
  var seconds: Double
  /// User and system time of all its threads.
  var cpuSeconds: Double
  /// The most memory it held at once.
  var peakBytes: Int64
  var status: Int32
  /// What it wrote to stdout.
  var output: String
  /// What it wrote to stderr, when that was asked for.
  var talk = ""
}

/// A fault of the bench itself.
struct BenchError: Error, CustomStringConvertible {
  var description: String
}

/// Runs a program to its end, found by path or in PATH, and measures it by the resources the
/// system accounts to it. `hearing` keeps what it says on stderr instead of passing it on.
func runProgram(
  _ program: String, _ arguments: [String], in folder: URL? = nil, hearing: Bool = false
) throws -> Run {
  let files = FileManager.default.temporaryDirectory
  let capture = files.appendingPathComponent("muster-bench-\(getpid()).out")
  let heard = files.appendingPathComponent("muster-bench-\(getpid()).err")
  defer {
    try? FileManager.default.removeItem(at: capture)
    if hearing { try? FileManager.default.removeItem(at: heard) }
  }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(
    &actions, 1, capture.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  if hearing {
    posix_spawn_file_actions_addopen(
      &actions, 2, heard.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  }
  let here = FileManager.default.currentDirectoryPath
  if let folder { _ = FileManager.default.changeCurrentDirectoryPath(folder.path) }
  defer { _ = FileManager.default.changeCurrentDirectoryPath(here) }
  var words = ([program] + arguments).map { strdup($0) }
  words.append(nil)
  defer { for word in words { free(word) } }
  var pid: pid_t = 0
  let start = DispatchTime.now().uptimeNanoseconds
  let code = posix_spawnp(&pid, program, &actions, nil, words, environ)
  guard code == 0 else {
    throw BenchError(description: "\(program) cannot be run: \(String(cString: strerror(code)))")
  }
  var status: Int32 = 0
  var usage = rusage()
  while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
  let end = DispatchTime.now().uptimeNanoseconds
  let output = (try? String(contentsOf: capture, encoding: .utf8)) ?? ""
  return Run(
    seconds: Double(end - start) / 1e9,
    cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
    peakBytes: Int64(usage.ru_maxrss) * 1024,
    status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, output: output,
    talk: hearing ? (try? String(contentsOf: heard, encoding: .utf8)) ?? "" : "")
}

private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
