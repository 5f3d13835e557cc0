/// One column a record kind has in its table: structures are flattened, lists left out.
package struct RecordColumn: Sendable, Hashable {
  /// The column's name: the field's, after its structure's and `_`.
  package let name: String
  /// What a value is; never `structure` or `list`.
  package let kind: RecordField.Kind
  /// The field it holds.
  package let field: RecordField
}

extension RecordKind {
  /// The columns of the kind's table, in file order.
  package var columns: [RecordColumn] { Self.columns(of: fields, prefix: "") }

  /// The lists, each a child table `<kind>__<field>`.
  package var lists: [RecordField] { fields.filter { $0.kind == .list } }

  /// The columns of a list's child table; one column `value` for a list of plain values.
  package static func columns(ofList field: RecordField) -> [RecordColumn] {
    if let kind = field.itemKind { return [RecordColumn(name: "value", kind: kind, field: field)] }
    return columns(of: field.fields, prefix: "")
  }

  private static func columns(of fields: [RecordField], prefix: String) -> [RecordColumn] {
    fields.flatMap { field -> [RecordColumn] in
      switch field.kind {
      case .list: []
      case .structure:
        columns(of: field.fields.map { $0.inheriting(field) }, prefix: prefix + field.name + "_")
      default: [RecordColumn(name: prefix + field.name, kind: field.kind, field: field)]
      }
    }
  }
}

extension RecordField {
  /// The field with the blank rule and the `known_from` of its structure where it has none.
  fileprivate func inheriting(_ structure: RecordField) -> RecordField {
    var field = self
    if field.neverBlank == .mayBeBlank { field.neverBlank = structure.neverBlank }
    field.knownFrom = field.knownFrom ?? structure.knownFrom
    return field
  }
}
