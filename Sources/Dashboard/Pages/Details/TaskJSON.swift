import Canvas
import RDSExports
import Words

extension Facts {
  /// The task under the API's own member names, as the commands print it, below a list of its gaps.
  /// A long value continues below its own beginning.
  func jsonLines(_ export: ExportTask, columns: Int) -> [[Span]] {
    let gaps = export.gaps.flatMap { gap in
      Painter.wrap(signs.spelled(Format.line(gap.description)), columns: columns)
        .map { [Span($0, .ageStale)] }
    }
    return gaps + memberLines(export, columns: columns)
  }

  private func memberLines(_ export: ExportTask, columns: Int) -> [[Span]] {
    // By bytes, because there may be a million characters.
    ExportTaskJSON.text(export).utf8.split(separator: UInt8(ascii: "\n")).flatMap { line in
      let (name, value) = member(Format.line(String(Substring(line))))
      let lead = width(name)
      return Painter.wrap(value, columns: max(8, columns - lead)).enumerated().map { index, text in
        let start = index == 0 ? name : String(repeating: " ", count: lead)
        return [Span(start, .fieldLabel), Span(text, .fieldValue)]
      }
    }
  }

  /// A line of JSON, split after the name of a member, or else after its indentation.
  private func member(_ line: String) -> (name: String, value: String) {
    let indent = line.prefix { $0 == " " }
    let rest = line.dropFirst(indent.count)
    guard indent.count == 4, let end = rest.dropFirst().firstIndex(of: "\""),
      rest[end...].hasPrefix("\": ")
    else { return (String(indent), String(rest)) }
    let start = rest.index(end, offsetBy: 3)
    return (String(indent + rest[..<start]), String(rest[start...]))
  }
}
