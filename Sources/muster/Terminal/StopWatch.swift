internal import Packing

/// Times of the stages of a run.
struct StopWatch {
  private var last = Clock.wall()
  private(set) var timings: [PackRequest.Timing] = []

  /// Ends a stage.
  mutating func lap(_ stage: String) {
    let now = Clock.wall()
    timings.append(PackRequest.Timing(stage: stage, milliseconds: now - last))
    last = now
  }
}
