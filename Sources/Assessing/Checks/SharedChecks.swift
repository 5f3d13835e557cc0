internal import Cataloging
internal import Foundation
internal import GRDB
internal import Settings
internal import Synchronization

/// Checks that two connections take from one list, so that both cores judge.
///
/// Whoever judges a catalog holds its lock, or has it to itself: both connections see one state,
/// and what a check gives does not depend on the connection. What the second one cannot do, the
/// first does.
final class SharedChecks: Sendable {
  /// A check with the watermark it is judged by.
  struct Check: Sendable {
    var plan: CheckPlan
    var watermark: Watermark
  }

  /// What the second connection is made from.
  struct Setting: Sendable {
    var catalog: Catalog
    var configuration: MusterConfiguration
    var library: Library
    var window: Window
    var samples: Int?
    var stepLimit: Int
  }

  private struct State {
    var next = 0
    var outcomes: [String: CheckOutcome] = [:]
  }

  /// Those of one population stand together, so that it is counted once.
  private let groups: [[Check]]
  private let state = Mutex(State())
  private let second = DispatchGroup()

  /// Checks of which none has been judged.
  init(_ checks: [Check]) {
    groups = Dictionary(grouping: checks) { $0.plan.populationSQL }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  /// Begins with the checks on a thread and a connection of its own.
  func beginSecond(_ setting: Setting) {
    second.enter()
    let thread = Thread {
      // What fails here is done, or fails for its reason, on the first connection.
      try? self.judge(setting)
      self.second.leave()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Takes checks until none is left, waits for the other connection and gives all outcomes by
  /// check.
  func finish(_ runner: CheckRunner) -> [String: CheckOutcome] {
    run(runner)
    second.wait()
    return state.withLock { $0.outcomes }
  }

  private func run(_ runner: CheckRunner) {
    while let group = next() {
      for check in group {
        let outcome = runner.run(check.plan, watermark: check.watermark)
        state.withLock { $0.outcomes[check.plan.definition.id] = outcome }
      }
    }
  }

  private func next() -> [Check]? {
    state.withLock { state in
      guard state.next < groups.count else { return nil }
      defer { state.next += 1 }
      return groups[state.next]
    }
  }

  private func judge(_ setting: Setting) throws {
    try CatalogConnection(setting.catalog).read { db in
      try RunShadow.create(db, setting.configuration)
      try RunShadow.fill(db, setting.configuration, asOf: setting.window.asOf)
      let kinds = Array(setting.library.recordKinds.values)
      let lists = setting.library.lists.values
      let session = try Session(
        db, window: setting.window, inspection: try Inspection(kinds, lists: lists), kinds: kinds,
        lists: lists, stepLimit: setting.stepLimit)
      defer { try? session.close() }
      run(
        try CheckRunner(
          session, sampleLimit: setting.samples, kinds: setting.library.recordKinds))
    }
  }
}
