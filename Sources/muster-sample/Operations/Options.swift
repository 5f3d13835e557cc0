/// What the generator was asked for.
struct SampleOptions {
  enum Regime: String { case us, eu }
  enum Gaps: String { case none, planted }
  enum Events: String { case bulk, single }
  /// `mixed`: each system in the syntax it would use.
  enum Syntax: String { case xml, json, mixed }
  /// Units below which the lots the planted stories speak of are not all made.
  static let fewestPlanted = 1000
  var seed: UInt64 = 1
  var units = 9000
  var regime = Regime.us
  var gaps = Gaps.none
  var events = Events.bulk
  var syntax = Syntax.xml
  /// `mixed`: each system in the format it would export.
  enum Records: String { case mixed, ndjson, csv, xlsx, sqlite, none }
  var records = Records.mixed
  /// Whether systems that keep a row a pack deliver it, also in a large firm.
  var packs = false

  /// The command line that makes the same bytes.
  var command: String {
    "muster-sample -o DIR --seed \(seed) --units \(units) --regime \(regime.rawValue) "
      + "--gaps \(gaps.rawValue) --events \(events.rawValue) --format \(syntax.rawValue)"
      + (records == .mixed ? "" : " --records \(records.rawValue)") + (packs ? " --packs" : "")
  }
}
