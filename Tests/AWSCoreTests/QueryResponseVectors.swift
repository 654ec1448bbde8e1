import Foundation
import Support
import Testing

@testable import AWSCore

/// Reads a value of a modelled shape with the core's reader.
private struct ShapeReader {
  let shapes: [String: QueryShape]
  var reader: XMLReader

  mutating func structure(_ shape: QueryShape, in element: XMLElement) throws -> QueryValue {
    var members: [String: QueryValue] = [:]
    while let child = try reader.nextChild(of: element) {
      let location = reader.name(of: child)
      guard
        let (name, member) = shape.members?.first(where: { ($1.locationName ?? $0) == location }),
        let memberShape = shapes[member.shape]
      else { continue }
      guard member.flattened == true else {
        members[name] = try value(memberShape, in: child)
        continue
      }
      switch (memberShape.type, members[name]) {
      case ("list", let earlier):
        guard let item = memberShape.member.flatMap({ shapes[$0.shape] }) else { continue }
        var list: [QueryValue] = []
        if case .list(let found) = earlier { list = found }
        members[name] = .list(list + [try value(item, in: child)])
      case (_, let earlier):
        var entries: [String: QueryValue] = [:]
        if case .object(let found) = earlier { entries = found }
        try readEntry(memberShape, in: child, into: &entries)
        members[name] = .object(entries)
      }
    }
    return .object(members)
  }

  private mutating func value(_ shape: QueryShape, in element: XMLElement) throws -> QueryValue {
    switch shape.type {
    case "structure": return try structure(shape, in: element)
    case "list":
      guard let member = shape.member, let item = shapes[member.shape] else { return .list([]) }
      var values: [QueryValue] = []
      while let child = try reader.nextChild(of: element) {
        if reader.name(of: child) == member.locationName ?? "member" {
          values.append(try value(item, in: child))
        }
      }
      return .list(values)
    case "map":
      var entries: [String: QueryValue] = [:]
      while let entry = try reader.nextChild(of: element) {
        try readEntry(shape, in: entry, into: &entries)
      }
      return .object(entries)
    default: return try scalar(shape, in: element)
    }
  }

  private mutating func readEntry(
    _ shape: QueryShape, in element: XMLElement, into entries: inout [String: QueryValue]
  ) throws {
    var name: String?
    while let child = try reader.nextChild(of: element) {
      let location = reader.name(of: child)
      if location == shape.key?.locationName ?? "key" {
        name = try reader.text(of: child)
      } else if location == shape.value?.locationName ?? "value", let name,
        let valueShape = shape.value.flatMap({ shapes[$0.shape] })
      {
        entries[name] = try value(valueShape, in: child)
      }
    }
  }

  private mutating func scalar(_ shape: QueryShape, in element: XMLElement) throws -> QueryValue {
    switch shape.type {
    case "integer", "long": return .number(Double(try #require(try reader.integer(of: element))))
    case "float", "double":
      let number = try #require(try reader.double(of: element))
      if number.isFinite { return .number(number) }
      return .string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    case "boolean":
      guard let flag = try reader.boolean(of: element) else {
        throw QueryVectorProblem(description: "an empty boolean")
      }
      return .boolean(flag)
    case "timestamp":
      let date = try reader.date(of: element, as: queryTimestampFormat(shape.timestampFormat))
      return .number(try #require(date).timeIntervalSince1970)
    case "blob": return .string(String(decoding: try reader.blob(of: element), as: UTF8.self))
    default: return .string(try reader.text(of: element))
    }
  }
}

@Suite struct QueryResponseVectors {
  @Test(.enabled(if: Judge.hasConformance))
  func `answers and errors are read as published`() throws {
    let data = try Data(
      contentsOf: Judge.conformance.appendingPathComponent("query-protocol-responses.json"))
    var cases = 0
    var leftOut = 0
    for suite in try JSONDecoder().decode([QueryVectorSuite].self, from: data) {
      for vector in suite.cases {
        let answer = try #require(vector.response)
        guard let body = answer.body else {
          print("left out: \(vector.id): no body, and each answer of RDS has one")
          leftOut += 1
          continue
        }
        if vector.errorCode != nil {
          try judgeError(vector, suite, status: answer.statusCode, body: Array(body.utf8))
        } else {
          try judgeResult(vector, suite, body: Array(body.utf8))
        }
        cases += 1
      }
    }
    #expect(cases == 35)
    #expect(leftOut == 3)
    Judge.report("Query protocol responses", cases: cases, leftOut: leftOut)
  }

  private func judgeResult(
    _ vector: QueryVectorSuite.Case, _ suite: QueryVectorSuite, body: [UInt8]
  ) throws {
    let shape = try #require(vector.given.output.flatMap { suite.shapes[$0.shape] })
    var reader = ShapeReader(shapes: suite.shapes, reader: try XMLReader(body))
    let result = try reader.reader.result(of: vector.given.name)
    let found = try reader.structure(shape, in: result)
    try reader.reader.finish()
    let wanted = try #require(vector.result)
    #expect(found.matches(wanted), "\(vector.id): \(found), not \(wanted)")
  }

  private func judgeError(
    _ vector: QueryVectorSuite.Case, _ suite: QueryVectorSuite, status: Int, body: [UInt8]
  ) throws {
    let fault = QueryErrorReader.fault(status: status, headers: [], body: body)
    #expect(fault.code == vector.errorCode && fault.status == status, "\(vector.id)")
    #expect(fault.message == vector.errorMessage ?? "", "\(vector.id)")
    #expect(fault.requestID == "foo-id" && fault.type == "Sender", "\(vector.id)")
    let shape = try #require(vector.given.errors?.first.flatMap { suite.shapes[$0.shape] })
    var reader = ShapeReader(shapes: suite.shapes, reader: try XMLReader(body))
    let root = try reader.reader.root()
    let element = try #require(try reader.reader.nextChild(of: root))
    let found = try reader.structure(shape, in: element)
    let wanted = try #require(vector.error)
    #expect(found.matches(wanted), "\(vector.id): \(found), not \(wanted)")
  }
}
