/// The cell formats of a workbook; a raw value is the index into `cellXfs`.
enum WorkbookStyle: Int {
  case plain = 0
  /// Wrapped text, never anything else: number format `@`.
  case text = 1
  case number = 2
  case header = 3
  case userHeader = 4
  case label = 5
  case title = 6
  case userText = 7
  case userDate = 8
  /// A count on a page of text, beside its label.
  case numberLeft = 9

  /// The part `xl/styles.xml`. The named style Normal is there because readers ask for it.
  static let part = """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
    <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
    <fonts count="3">\
    <font><sz val="10"/><name val="Calibri"/><family val="2"/></font>\
    <font><b/><sz val="10"/><name val="Calibri"/><family val="2"/></font>\
    <font><b/><sz val="14"/><name val="Calibri"/><family val="2"/></font></fonts>\
    <fills count="4"><fill><patternFill patternType="none"/></fill>\
    <fill><patternFill patternType="gray125"/></fill>\
    <fill><patternFill patternType="solid"><fgColor rgb="FFDDE5EE"/>\
    <bgColor indexed="64"/></patternFill></fill>\
    <fill><patternFill patternType="solid"><fgColor rgb="FFFFF6D6"/>\
    <bgColor indexed="64"/></patternFill></fill></fills>\
    <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
    <border><left style="thin"><color rgb="FFBFC7D1"/></left>\
    <right style="thin"><color rgb="FFBFC7D1"/></right>\
    <top style="thin"><color rgb="FFBFC7D1"/></top>\
    <bottom style="thin"><color rgb="FFBFC7D1"/></bottom><diagonal/></border></borders>\
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
    <cellXfs count="10">\
    <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
    <xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" \
    applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
    <xf numFmtId="3" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" \
    applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf>\
    <xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" \
    applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">\
    <alignment vertical="center" wrapText="1"/></xf>\
    <xf numFmtId="49" fontId="1" fillId="3" borderId="1" xfId="0" applyNumberFormat="1" \
    applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">\
    <alignment vertical="center" wrapText="1"/></xf>\
    <xf numFmtId="49" fontId="1" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" \
    applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
    <xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
    applyFont="1"/>\
    <xf numFmtId="49" fontId="0" fillId="3" borderId="1" xfId="0" applyNumberFormat="1" \
    applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
    <xf numFmtId="164" fontId="0" fillId="3" borderId="1" xfId="0" applyNumberFormat="1" \
    applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf>\
    <xf numFmtId="3" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" \
    applyBorder="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>\
    </cellXfs>\
    <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
    <dxfs count="0"/><tableStyles count="0"/></styleSheet>
    """
}
