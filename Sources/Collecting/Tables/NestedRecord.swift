import Cataloging
import GS1

/// Values by name, in the order they came in; what comes again under a name joins it in a list.
struct NamedValues {
  private var order: [String] = []
  private var values: [String: [RawValue]] = [:]
  private var items: [String: [[TableMember]]] = [:]
  private var lists: Set<String> = []
  /// Bytes of all values, and what it takes to keep them.
  private(set) var bytes = 0

  /// What a value costs beside its text.
  private static let overhead = 64

  mutating func add(_ name: String, _ value: RawValue, isItem: Bool) {
    meet(name, isItem)
    bytes += value.text.utf8.count + Self.overhead
    values[name, default: []].append(value)
  }

  mutating func add(_ name: String, _ item: [TableMember], isItem: Bool) {
    meet(name, isItem)
    bytes += item.reduce(0) { $0 + $1.path.utf8.count + $1.value.text.utf8.count + Self.overhead }
    items[name, default: []].append(item)
  }

  private mutating func meet(_ name: String, _ isItem: Bool) {
    if values[name] == nil, items[name] == nil {
      order.append(name)
      bytes += name.utf8.count + Self.overhead
    }
    if isItem { lists.insert(name) }
  }

  /// The number of values under a name.
  func count(_ name: String) -> Int { (values[name]?.count ?? 0) + (items[name]?.count ?? 0) }

  /// The cells: an object that stands once and in no list is taken apart, `outer.inner`.
  var cells: [(name: String, cell: TableCell)] {
    order.flatMap { name -> [(name: String, cell: TableCell)] in
      let (values, items) = (values[name] ?? [], items[name] ?? [])
      let isOne = values.count + items.count == 1 && !lists.contains(name)
      if isOne, let value = values.first { return [(name, TableCell(.value(value)))] }
      if isOne, let item = items.first {
        return item.map { ("\(name).\($0.path)", TableCell(.value($0.value))) }
      }
      if items.isEmpty {
        return [(name, TableCell(.list(values.filter { !$0.text.isEmpty })))]
      }
      return [
        (name, TableCell(.items(items + values.map { [TableMember(path: "value", value: $0)] })))
      ]
    }
  }
}

/// One object or element that is a record, with all that stands in it.
struct NestedRecord {
  /// The name of the list or element it stands as.
  let name: String
  /// Where it begins.
  let position: (line: Int, byteOffset: Int)
  private(set) var values = NamedValues()

  /// A record of one value, as in a plain list of serials; the column has the name of the list.
  init(_ name: String, _ value: RawValue, at position: (line: Int, byteOffset: Int)) {
    self.name = name
    self.position = position
    values.add(name, value, isItem: false)
  }

  /// Reads the object that has just been entered, to its end.
  /// - Throws: a fault, `sizeLimit` for a record beyond the limits; what the bytes' source throws.
  init(_ name: String, in structure: any StructureReader) throws {
    self.name = name
    position = structure.position
    var item: [TableMember] = []
    var itemName = (text: "", isItem: false)
    var prefixes: [String] = []
    /// By path, where a member of the item at work stands.
    var places: [String: Int] = [:]
    var bytes = 0
    while true {
      guard bytes <= TableLimits.rowBytes else { throw Self.tooLarge(at: position) }
      switch try structure.next() {
      case .finished: return
      case .open(let name, let isItem):
        if prefixes.isEmpty { itemName = (name, isItem) }
        let prefix = prefixes.last.map { $0 + name + "." } ?? ""
        prefixes.append(prefix)
        bytes += max(name.utf8.count, prefix.utf8.count) + TableLimits.valueBytes
      case .value(let name, let value, let isItem):
        let path = (prefixes.last ?? "") + name
        bytes += path.utf8.count + value.text.utf8.count + TableLimits.valueBytes
        if !prefixes.isEmpty {
          Self.join(TableMember(path: path, value: value), to: &item, &places)
        } else {
          values.add(name, value, isItem: isItem)
        }
        guard values.count(name) <= TableLimits.items else {
          throw Self.tooLarge(at: position)
        }
      case .close:
        guard let prefix = prefixes.popLast() else { return }
        guard prefix.isEmpty else { continue }
        values.add(itemName.text, item, isItem: itemName.isItem)
        item = []
        places.removeAll(keepingCapacity: true)
        guard values.count(itemName.text) <= TableLimits.items else {
          throw Self.tooLarge(at: position)
        }
      }
    }
  }

  // A list inside an item is one text, as a cell of a table would have it.
  private static func join(
    _ member: TableMember, to item: inout [TableMember], _ places: inout [String: Int]
  ) {
    guard let index = places[member.path] else {
      places[member.path] = item.count
      item.append(member)
      return
    }
    // In place: a list of thousands would be copied for each of its items.
    item[index].value.text += RowMapper.separator + member.value.text
    item[index].value.form = .text
  }

  private static func tooLarge(at place: (line: Int, byteOffset: Int)) -> ReadFault {
    ReadFault(
      .sizeLimit, line: place.line, byteOffset: place.byteOffset,
      detail: "A record of more than \(TableLimits.rowBytes) bytes, or with a list of more than "
        + "\(TableLimits.items) items.")
  }
}
