internal import ArgumentParser
internal import Assessing
internal import Cataloging
internal import Packing
internal import Settings

/// Exit codes (the table people script against). Most severe wins: 2 > 4 > 5 > 3 > 1.
enum ExitStatus {
  static let done: Int32 = 0
  static let gaps: Int32 = 1
  static let failure: Int32 = 2
  static let incomplete: Int32 = 3
  static let integrity: Int32 = 4
  static let seal: Int32 = 5
  static let locked: Int32 = 6
  static let configuration: Int32 = 78

  static let help = """
    Exit codes: 0 done; 1 done, gaps at or above --fail-on; 2 could not finish; 3 finished but \
    incomplete (something could not be read, or nothing was there to judge); 4 integrity failure; \
    5 seal absent though required, invalid or untrusted; 6 another run holds the lock; 64 usage; \
    78 configuration or profile invalid; 129, 130, 143 interrupted.
    """

  /// Runs a command's work; every fault becomes one sentence on stderr and a code.
  static func guarding(_ work: () async throws -> Int32) async throws {
    let code: Int32
    _ = Interruption()
    if let fault = Clock.fault {
      Console.error(fault)
      throw ExitCode(failure)
    }
    do {
      code = try await work()
    } catch let error as ExitCode {
      throw error
    } catch let error as ValidationError {
      throw error
    } catch let raw {
      let error = Storage.plain(raw)
      Console.error("\(error)")
      if let missing = Surroundings.missingFolder { Console.error(missing) }
      throw ExitCode(status(of: error))
    }
    if code != done { throw ExitCode(code) }
  }

  private static func status(of error: any Error) -> Int32 {
    switch error {
    case is DiagnosticList: configuration
    case let error as CatalogError where error.code == .locked: locked
    case let error as CatalogError where error.code == .damaged: integrity
    case let error as PackingError where error.code.isAboutSettings: configuration
    default: failure
    }
  }
}
