import Foundation
import Testing

/// How an export's progress may run: the share of the work that is done after a share of the time.
struct Curve: CustomTestStringConvertible {
  var name: String
  /// Where the work ends: a task that fails stops below 1.
  var end = 1.0
  var done: @Sendable (Double) -> Double
  var testDescription: String { name }

  static let all: [Curve] = [
    Curve(name: "linear") { $0 },
    Curve(name: "a slow beginning") { $0 < 0.1 ? $0 * 0.5 : 0.05 + ($0 - 0.1) / 0.9 * 0.95 },
    Curve(name: "a little wavy") { $0 + 0.015 * sin($0 * 40) * (1 - $0) },
    Curve(name: "fast, then slow") { 1 - pow(1 - $0, 1.6) },
    Curve(name: "slow, then fast") { pow($0, 1.25) },
    Curve(name: "plateaus") { time in
      let part = time * 6
      return (part.rounded(.down) + min(1, part.truncatingRemainder(dividingBy: 1) * 1.4)) / 6
    },
    Curve(name: "a stall in the middle") { time in
      time < 0.4 ? time / 0.85 : max(0.4, time - 0.15) / 0.85
    },
    Curve(name: "fails at 90 %", end: 0.9) { $0 * 0.9 },
  ]
}
