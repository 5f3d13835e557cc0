package import Settings

/// Takes the records of one kind out of one artifact, inside the transaction its `ArtifactLoader`
/// holds: types every cell, keeps versions apart, notes what cannot be read.
///
/// Make one per artifact and kind, `deliver` the fields the mapping found, `take` every record,
/// `finish` before the artifact's loader finishes. Rows that cannot be split into cells go to
/// `ArtifactLoader.quarantine`.
package final class RecordLoader {
  private let loader: ArtifactLoader

  /// Begins the records of a kind. `exportedMs` is when the source declares the export was made,
  /// in UTC milliseconds; without it the file's time orders versions.
  package init(
    _ loader: ArtifactLoader, kind: RecordKind, format: ValueFormat = ValueFormat(),
    exportedMs: Int64? = nil
  ) throws {
    self.loader = loader
  }

  /// Writes down which fields the source delivers, blank or not: column paths (`qa_approval_by`)
  /// and names of lists.
  package func deliver(_ fields: some Sequence<String>) throws {}

  /// Takes one record. Whatever is wrong with a cell is a defect; the record stays.
  package func take(_ record: RawRecord) throws {}

  /// Marks as absent what an earlier state of this file held and this one does not.
  package func finish() throws {}
}
