import Testing

@testable import Simulator

@Suite struct `faults` {
  func mishaps(_ faults: inout Faults, _ calls: Int) -> [Mishap?] {
    (0..<calls).map { call in
      var random = SeededRandom(seed: 1, purpose: "\(call)")
      return faults.mishap(&random)
    }
  }

  @Test func `are none at first`() {
    var faults = Faults()
    #expect(mishaps(&faults, 20).allSatisfy { $0 == nil })
  }

  @Test func `of a counted dose end`() {
    var faults = Faults()
    faults.throttling = .next(2)
    #expect(mishaps(&faults, 4) == [.throttling, .throttling, nil, nil])
    #expect(faults.throttling == .never)
    faults.serverErrors = .always
    #expect(mishaps(&faults, 3) == [.serverError, .serverError, .serverError])
  }

  @Test func `of a share are about as many as it says`() {
    var faults = Faults()
    faults.throttling = .share(0.25)
    let count = mishaps(&faults, 2000).count { $0 == .throttling }
    #expect((400...600).contains(count))
  }

  @Test(arguments: Faults.doses.map(\.name))
  func `are set by name`(_ name: String) throws {
    let (_, path) = try #require(Faults.doses.first { $0.name == name })
    let words: [(String, Faults.Dose)] = [
      ("always", .always), ("never", .never), ("0", .never), ("3", .next(3)),
      ("25%", .share(0.25)),
    ]
    for (word, dose) in words {
      let faults = try Faults().setting([name: word])
      #expect(faults[keyPath: path] == dose)
      #expect(try Faults().setting(faults.settings) == faults)
    }
    #expect(Mishap.allCases.contains { $0.dose == path })
  }

  @Test func `are set in part and reset in whole`() throws {
    var faults = try Faults().setting(["latencyMilliseconds": "250", "filters": "case-compared"])
    faults = try faults.setting(["clockAheadSeconds": "-60", "onlyAction": "StartExportTask"])
    #expect(faults.latencyMilliseconds == 250)
    #expect(faults.filters == .caseCompared)
    #expect(faults.clockAheadSeconds == -60)
    #expect(faults.concern("StartExportTask"))
    #expect(!faults.concern("DescribeExportTasks"))
    #expect(try faults.setting(["reset": "1", "dripMilliseconds": "5"]).latencyMilliseconds == 0)
  }

  @Test(arguments: [
    ["trottling": "1"], ["throttling": "often"], ["throttling": "101%"], ["throttling": "-1"],
    ["filters": "Ignored"], ["latencyMilliseconds": "soon"],
    ["clockAheadSeconds": "99999999999"],
  ])
  func `that make no sense are refused`(_ values: [String: String]) {
    #expect(throws: FaultSettingError.self) { try Faults().setting(values) }
  }

  @Test func `of many that make no sense the first name is told`() {
    let names = (0..<20).map { String(UnicodeScalar(UInt8(97 + $0))) }
    for first in names.indices.dropLast(10) {
      let problem = #expect(throws: FaultSettingError.self) {
        try Faults().setting(Dictionary(uniqueKeysWithValues: names[first...].map { ($0, "1") }))
      }
      #expect(problem?.description == "there is no fault named \(names[first])")
    }
  }

  @Test func `are read from a form and from JSON`() throws {
    let wanted = ["throttling": "3", "filters": "ignored", "serverErrors": "always"]
    #expect(
      try Faults.values(Array("throttling=3&filters=ignored&serverErrors=always".utf8)) == wanted)
    #expect(
      try Faults.values(
        Array(#" {"throttling": 3, "filters": "ignored", "serverErrors": true}"#.utf8)) == wanted)
    #expect(throws: FaultSettingError.self) { try Faults.values(Array("{".utf8)) }
    #expect(throws: FaultSettingError.self) { try Faults.values(Array("a=%G0".utf8)) }
  }
}
