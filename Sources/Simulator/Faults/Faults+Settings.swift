import FoundationEssentials

/// A setting of `POST /_simulator` that can't be understood.
struct FaultSettingError: Error, CustomStringConvertible {
  var description: String
}

/// How faults are written in `/_simulator`: names and values, from a form or from a JSON object.
///
/// | name | value |
/// |---|---|
/// | `throttling` `serverErrors` `htmlBodies` `truncatedBodies` `cutBodies` `droppedConnections` `lostAnswers` `expiredTokens` `accessDenied` | `always`, `never`, a number (the next so many calls) or a percentage such as `25%` |
/// | `latencyMilliseconds` `dripMilliseconds` `clockAheadSeconds` | a whole number |
/// | `filters` | `honoured`, `ignored`, `refused` or `case-compared` |
/// | `onlyAction` | the only action that is affected; empty for all |
/// | `reset` | anything: all faults are removed first |
extension Faults {
  static var doses: [(name: String, path: WritableKeyPath<Faults, Dose>)] {
    [
      ("throttling", \.throttling), ("serverErrors", \.serverErrors), ("htmlBodies", \.htmlBodies),
      ("truncatedBodies", \.truncatedBodies), ("cutBodies", \.cutBodies),
      ("droppedConnections", \.droppedConnections), ("lostAnswers", \.lostAnswers),
      ("expiredTokens", \.expiredTokens), ("accessDenied", \.accessDenied),
    ]
  }

  static var numbers: [(name: String, path: WritableKeyPath<Faults, Int>)] {
    [
      ("latencyMilliseconds", \.latencyMilliseconds), ("dripMilliseconds", \.dripMilliseconds),
      ("clockAheadSeconds", \.clockAheadSeconds),
    ]
  }

  /// These faults with some of them set; what isn't named stays.
  func setting(_ values: [String: String]) throws(FaultSettingError) -> Faults {
    var faults = values["reset"] == nil ? self : Faults()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) where name != "reset" {
      if let (_, path) = Self.doses.first(where: { $0.name == name }) {
        faults[keyPath: path] = try Dose(name, value)
      } else if let (_, path) = Self.numbers.first(where: { $0.name == name }) {
        guard let number = Int(value), abs(number) <= 1_000_000_000 else {
          throw FaultSettingError(description: "\(name) must be a whole number, not \(value)")
        }
        faults[keyPath: path] = path == \.clockAheadSeconds ? number : max(0, number)
      } else if name == "filters" {
        guard let filters = Filters(rawValue: value) else {
          let known = Filters.allCases.map(\.rawValue).joined(separator: ", ")
          throw FaultSettingError(description: "filters must be one of \(known), not \(value)")
        }
        faults.filters = filters
      } else if name == "onlyAction" {
        faults.onlyAction = value.isEmpty ? nil : value
      } else {
        throw FaultSettingError(description: "there is no fault named \(name)")
      }
    }
    return faults
  }

  /// The settings that give these faults.
  var settings: [String: String] {
    var settings: [String: String] = ["filters": filters.rawValue, "onlyAction": onlyAction ?? ""]
    for (name, path) in Self.doses { settings[name] = self[keyPath: path].word }
    for (name, path) in Self.numbers { settings[name] = String(self[keyPath: path]) }
    return settings
  }

  /// Reads a form, or a JSON object of texts, numbers and booleans.
  static func values(_ body: [UInt8]) throws(FaultSettingError) -> [String: String] {
    if body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      do {
        return try JSONDecoder().decode([String: Word].self, from: Data(body)).mapValues(\.text)
      } catch {
        throw FaultSettingError(description: "the body is not a flat JSON object")
      }
    }
    var form = Form()
    do { try form.add(body) } catch { throw FaultSettingError(description: error.message) }
    return form.values
  }

  /// A JSON text, number or boolean, as a text.
  private struct Word: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
      } else if let number = try? container.decode(Int.self) {
        text = String(number)
      } else {
        text = try container.decode(Bool.self) ? "always" : "never"
      }
    }
  }
}

extension Faults.Dose {
  fileprivate init(_ name: String, _ text: String) throws(FaultSettingError) {
    if text == "always" {
      self = .always
    } else if text == "never" || text == "0" {
      self = .never
    } else if let count = Int(text), count > 0 {
      self = .next(count)
    } else if text.hasSuffix("%"), let percent = Double(text.dropLast()),
      (0...100).contains(percent)
    {
      self = .share(percent / 100)
    } else {
      throw FaultSettingError(
        description: "\(name) must be always, never, a number of calls or a percentage such as "
          + "25%, not \(text)")
    }
  }

  fileprivate var word: String {
    switch self {
    case .never: "never"
    case .always: "always"
    case .next(let count): String(count)
    case .share(let share): "\(share * 100)%"
    }
  }
}
