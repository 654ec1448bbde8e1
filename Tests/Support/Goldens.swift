import Canvas
import Foundation
import Testing

/// Frames as they ought to look, written down in files.
///
/// `UPDATE_GOLDENS=1` rewrites them; where `CI` is set that is refused, so that a build can't approve
/// of itself.
public enum Goldens {
  public static let folder = Judge.root.appendingPathComponent("Tests/DashboardTests/Goldens")

  /// The names that there are files for.
  public static func names() throws -> Set<String> {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Set(files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) })
  }

  /// Whether the files are rewritten instead of compared with.
  public static var isUpdating: Bool {
    ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"
  }
}

/// Compares a frame with the file of its name, and checks that the frame is well formed.
public func expectGolden(
  _ frame: Frame, _ name: String, words: Set<String> = [], in folder: URL = Goldens.folder,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectWellFormed(frame, words: words, sourceLocation: sourceLocation)
  let file = folder.appendingPathComponent("\(name).txt")
  let now = frame.transcript()
  if Goldens.isUpdating {
    if Judge.isCI {
      Issue.record("UPDATE_GOLDENS is refused where CI is set", sourceLocation: sourceLocation)
    } else {
      do {
        try now.write(to: file, atomically: true, encoding: .utf8)
      } catch {
        Issue.record("\(file.path): \(error)", sourceLocation: sourceLocation)
      }
    }
    return
  }
  guard let wanted = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record(
      "there is no \(name).txt: look at the frame, then run with UPDATE_GOLDENS=1\n\(now)",
      sourceLocation: sourceLocation)
    return
  }
  if wanted != now {
    Issue.record(
      "\(name) looks otherwise (- as written down, + as drawn):\n\(difference(wanted, now))",
      sourceLocation: sourceLocation)
  }
}

/// The lines that differ, with their numbers: `-` for the first text, `+` for the second.
public func difference(_ first: String, _ second: String) -> String {
  let old = first.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let new = second.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  return new.difference(from: old)
    .map { change -> (line: Int, order: Int, text: String) in
      switch change {
      case .remove(let offset, let text, _): (offset, 0, "- \(offset + 1): \(text)")
      case .insert(let offset, let text, _): (offset, 1, "+ \(offset + 1): \(text)")
      }
    }
    .sorted { ($0.line, $0.order) < ($1.line, $1.order) }
    .map(\.text).joined(separator: "\n")
}
