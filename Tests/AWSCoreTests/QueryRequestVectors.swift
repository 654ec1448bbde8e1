import Foundation
import Support
import Testing

@testable import AWSCore

/// Writes a value of a modelled shape with the core's writer.
private struct ShapeWriter {
  let shapes: [String: QueryShape]
  var writer: QueryWriter

  mutating func write(_ value: QueryValue, as reference: QueryShapeReference, at key: QueryKey?)
    throws
  {
    guard let shape = shapes[reference.shape] else {
      throw QueryVectorProblem(description: "no shape \(reference.shape)")
    }
    if case .object(let members) = value, shape.type == "structure" {
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        guard let member = shape.members?[name] else { continue }
        let location = member.locationName ?? name
        try write(value, as: member, at: key?.member(location) ?? QueryKey(location))
      }
      return
    }
    guard let key else { throw QueryVectorProblem(description: "a value without a name") }
    switch (value, shape.type) {
    case (.list(let values), "list"): try write(values, shape, reference, at: key)
    case (.object(let entries), "map"): try write(entries, shape, reference, at: key)
    case (.number(let seconds), "timestamp"):
      writer.write(
        Date(timeIntervalSince1970: seconds), as: queryTimestampFormat(shape.timestampFormat),
        at: key)
    case (.number(let number), "integer"), (.number(let number), "long"):
      writer.write(Int(number), at: key)
    case (.number(let number), _): writer.write(number, at: key)
    case (.boolean(let value), _): writer.write(value, at: key)
    case (.string(let text), "blob"): writer.write(blob: Array(text.utf8), at: key)
    case (.string(let text), "float"), (.string(let text), "double"):
      guard let number = Double(text) else {
        throw QueryVectorProblem(description: "\(text) is no number")
      }
      writer.write(number, at: key)
    case (.string(let text), _): writer.write(text, at: key)
    default: throw QueryVectorProblem(description: "\(value) is no \(shape.type)")
    }
  }

  private mutating func write(
    _ values: [QueryValue], _ shape: QueryShape, _ reference: QueryShapeReference, at key: QueryKey
  ) throws {
    guard let member = shape.member else { return }
    if values.isEmpty { writer.writeEmptyList(at: key) }
    let name = reference.flattened == true ? nil : member.locationName ?? "member"
    for (index, value) in values.enumerated() {
      try write(value, as: member, at: key.element(index + 1, named: name))
    }
  }

  private mutating func write(
    _ entries: [String: QueryValue], _ shape: QueryShape, _ reference: QueryShapeReference,
    at key: QueryKey
  ) throws {
    guard let name = shape.key, let value = shape.value else { return }
    let sorted = entries.sorted { $0.key < $1.key }
    for (index, entry) in sorted.enumerated() {
      let place = key.element(index + 1, named: reference.flattened == true ? nil : "entry")
      writer.write(entry.key, at: place.member(name.locationName ?? "key"))
      try write(entry.value, as: value, at: place.member(value.locationName ?? "value"))
    }
  }
}

@Suite struct QueryRequestVectors {
  static let leftOut = [
    "SDKAppliedContentEncoding_awsQuery": "no operation of RDS compresses its request",
    "SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery":
      "no operation of RDS compresses its request",
    "QueryProtocolIdempotencyTokenAutoFill": "no operation on export tasks has a token to fill in",
    "AwsQueryEndpointTrait": "about the host, and RDS has no host prefixes",
    "AwsQueryEndpointTraitWithHostLabel": "about the host, and RDS has no host prefixes",
    "QueryHostWithPath": "about the endpoint's path, which is no part of the body",
  ]

  @Test(.enabled(if: Judge.hasConformance))
  func `bodies are the published ones`() throws {
    let data = try Data(
      contentsOf: Judge.conformance.appendingPathComponent("query-protocol-requests.json"))
    var cases = 0
    var skipped: Set<String> = []
    for suite in try JSONDecoder().decode([QueryVectorSuite].self, from: data) {
      for vector in suite.cases {
        if let reason = Self.leftOut[vector.id] {
          print("left out: \(vector.id): \(reason)")
          skipped.insert(vector.id)
          continue
        }
        var writer = ShapeWriter(
          shapes: suite.shapes,
          writer: QueryWriter(action: vector.given.name, version: suite.metadata.apiVersion))
        if let input = vector.given.input, let params = vector.params {
          try writer.write(params, as: input, at: nil)
        }
        let wanted = try #require(vector.serialized?.body, "\(vector.id) has no body")
        #expect(
          pairs(String(decoding: writer.writer.body, as: UTF8.self)) == pairs(wanted),
          "\(vector.id)")
        cases += 1
      }
    }
    #expect(skipped == Set(Self.leftOut.keys))
    #expect(cases == 32)
    Judge.report("Query protocol requests", cases: cases, leftOut: skipped.count)
  }

  /// Sorted, because the order of the pairs means nothing and JSON's objects have none.
  private func pairs(_ body: String) -> [String] {
    body.split(separator: "&", omittingEmptySubsequences: false).map(String.init).sorted()
  }
}
