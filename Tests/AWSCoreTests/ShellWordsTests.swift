import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct ShellWordsTests {
  @Test(arguments: [
    ("", []), ("  \t\r\n ", []), ("a b", ["a", "b"]), ("a  b\tc\nd\re", ["a", "b", "c", "d", "e"]),
    ("\"a b\" 'c d'", ["a b", "c d"]), ("a\"b c\"'d e'f", ["ab cd ef"]), ("''", [""]),
    ("\"\" ''a", ["", "a"]), ("a\\ b", ["a b"]), ("\\\\ \\\" \\'", ["\\", "\"", "'"]),
    ("\"a\\\"b\"", ["a\"b"]), ("\"a\\\\b\"", ["a\\b"]), ("\"a\\b\\$\\`\"", ["a\\b\\$\\`"]),
    ("'a\\b'", ["a\\b"]), ("\"it's\"", ["it's"]), ("'say \"x\"'", ["say \"x\""]),
    ("~/x $HOME *.txt a|b; c&d #e", ["~/x", "$HOME", "*.txt", "a|b;", "c&d", "#e"]),
    ("a\\\nb", ["a\nb"]), ("é👍\u{A0}x", ["é👍\u{A0}x"]), ("a\r\nb", ["a", "b"]),
    ("/opt/my\\ tool/get --profile 'x y'", ["/opt/my tool/get", "--profile", "x y"]),
  ])
  func `words are split as a shell splits them`(line: String, words: [String]) throws {
    #expect(try ShellWords.split(line) == words)
  }

  @Test(arguments: [
    ("'a", ShellWords.Failure.unclosedQuote("'")), ("a \"b", .unclosedQuote("\"")),
    ("\"a\\\"", .unclosedQuote("\"")), ("a\\", .nothingEscaped), ("\"a\\", .nothingEscaped),
  ])
  func `what is left open is an error`(line: String, failure: ShellWords.Failure) {
    #expect(throws: failure) { try ShellWords.split(line) }
  }

  private static let oracle = """
    import json, shlex, sys
    def split(line):
        try: return shlex.split(line, comments=False, posix=True)
        except ValueError: return None
    json.dump([split(line) for line in json.load(sys.stdin)], sys.stdout)
    """

  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `Python's shlex splits alike`(seed: Seed) async throws {
    var dice = seed.generator("shell words")
    let pieces = [
      " ", " ", "\t", "\n", "\r", "\r\n", "'", "'", "\"", "\"", "\\", "\\", "a", "b", "-", "=", "#",
      "$", "~", "*", ";", "|", "é", "e\u{301}", "👍🏽", "\u{A0}", "\u{2028}", "\u{B}", "\u{C}",
      "\u{1}", "/", "`",
    ]
    let lines = (0..<3000).map { _ in
      (0..<Int.random(in: 0...14, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? ""
      }
      .joined()
    }
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.oracle], input: JSONEncoder().encode(lines))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([[String]?].self, from: Data(result.output.utf8))
    #expect(answers.count == lines.count)
    for (line, theirs) in zip(lines, answers) {
      let ours = try? ShellWords.split(line)
      // Swift takes composed and decomposed letters for the same: the bytes must be.
      #expect(
        ours?.map { Array($0.utf8) } == theirs?.map { Array($0.utf8) }, "\(line.debugDescription)")
    }
    Judge.report("Python's shlex", cases: answers.count)
  }
}
