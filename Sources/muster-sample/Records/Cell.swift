/// A value of a record before any format spells it: a text, a time, a structure, a list.
enum Cell: Sendable {
  case none
  case text(String)
  case integer(Int)
  /// A decimal with so many digits behind the point.
  case decimal(Int, scale: Int)
  case flag(Bool)
  case day(CivilDay)
  case at(Moment, Zone)
  case fields([(name: String, value: Cell)])
  case list([Cell])

  /// Fields in writing order.
  typealias Fields = [(name: String, value: Cell)]

  /// The field of a structure; none when it has no such field.
  subscript(name: String) -> Cell {
    get {
      guard case .fields(let fields) = self else { return .none }
      return fields.first { $0.name == name }?.value ?? .none
    }
    set {
      guard case .fields(var fields) = self else { return }
      if let index = fields.firstIndex(where: { $0.name == name }) {
        fields[index].value = newValue
      } else {
        fields.append((name, newValue))
      }
      self = .fields(fields)
    }
  }

  var isNone: Bool {
    if case .none = self { return true }
    return false
  }

  /// The text of a text, else nothing.
  var string: String {
    if case .text(let text) = self { return text }
    return ""
  }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  typealias StringLiteralType = String
  init(stringLiteral value: String) { self = .text(value) }
}
extension Cell: ExpressibleByIntegerLiteral {
  typealias IntegerLiteralType = Int
  init(integerLiteral value: Int) { self = .integer(value) }
}
extension Cell: ExpressibleByBooleanLiteral {
  typealias BooleanLiteralType = Bool
  init(booleanLiteral value: Bool) { self = .flag(value) }
}
extension Cell: ExpressibleByArrayLiteral {
  typealias ArrayLiteralElement = Cell
  init(arrayLiteral elements: Cell...) { self = .list(elements) }
}
extension Cell: ExpressibleByDictionaryLiteral {
  typealias Key = String
  typealias Value = Cell
  init(dictionaryLiteral elements: (String, Cell)...) {
    self = .fields(elements.map { (name: $0.0, value: $0.1) })
  }
}

/// How a source writes dates, times and decimals.
struct Dialect {
  enum Dates { case iso, german, american }
  var dates = Dates.iso
  /// Times carry no offset: wall-clock time of the site.
  var isLocal = false
  var decimalComma = false
  /// What stands between the values of a list in one cell.
  var separator = ";"

  func text(_ day: CivilDay) -> String {
    switch dates {
    case .iso: day.text
    case .german: digits(day.day, 2) + "." + digits(day.month, 2) + "." + digits(day.year, 4)
    case .american: digits(day.month, 2) + "/" + digits(day.day, 2) + "/" + digits(day.year, 4)
    }
  }

  func text(_ moment: Moment, _ zone: Zone) -> String {
    let offset = zone.offset(at: moment)
    let wall = moment.ms + offset * 60_000
    let day = CivilDay(number: floorDivide(wall, 86_400_000))
    let second = floorDivide(wall, 1000) - day.number * 86_400
    let clock = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }
      .joined(separator: ":")
    guard dates == .iso else { return text(day) + " " + clock }
    return text(day) + (isLocal ? " " : "T") + clock
      + (isLocal ? "" : offset == 0 ? "Z" : Moment.zoneText(offset))
  }

  func text(_ number: Int, scale: Int) -> String {
    guard scale > 0 else { return String(number) }
    let sign = number < 0 ? "-" : ""
    let plain = digits(abs(number), scale + 1)
    return sign + plain.dropLast(scale) + (decimalComma ? "," : ".") + plain.suffix(scale)
  }

  /// A value as one cell of a table.
  func text(_ cell: Cell) -> String {
    switch cell {
    case .none: ""
    case .text(let text): text
    case .integer(let number): String(number)
    case .decimal(let number, let scale): text(number, scale: scale)
    case .flag(let flag): flag ? "true" : "false"
    case .day(let day): text(day)
    case .at(let moment, let zone): text(moment, zone)
    case .fields: ""
    case .list(let items): items.map { text($0) }.joined(separator: separator)
    }
  }
}

extension Cell {
  /// The columns of a record in a table: structures flattened, structured lists left out.
  var columns: [(name: String, value: Cell)] {
    guard case .fields(let fields) = self else { return [] }
    return fields.flatMap { field -> [(name: String, value: Cell)] in
      switch field.value {
      case .fields: field.value.columns.map { (field.name + "_" + $0.name, $0.value) }
      case .list(let items) where items.contains { if case .fields = $0 { true } else { false } }:
        Self.columns(of: items, named: field.name)
      default: [(field.name, field.value)]
      }
    }
  }

  /// One column for each field of a list's items, the items side by side in it.
  private static func columns(of items: [Cell], named list: String) -> Fields {
    var names: [String] = []
    for item in items {
      for column in item.columns where !names.contains(column.name) { names.append(column.name) }
    }
    return names.map { name in (list + "_" + name, .list(items.map { $0[name] })) }
  }

  /// JSON on one line.
  func json(_ dialect: Dialect) -> String {
    switch self {
    case .none: "null"
    case .integer(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .fields(let fields):
      "{"
        + fields.filter { !$0.value.isNone }
        .map { quote($0.name) + ": " + $0.value.json(dialect) }.joined(separator: ", ") + "}"
    case .list(let items): "[" + items.map { $0.json(dialect) }.joined(separator: ", ") + "]"
    default: quote(dialect.text(self))
    }
  }
}
