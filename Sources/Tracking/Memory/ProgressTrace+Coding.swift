import FoundationEssentials
import RDSExports

extension ProgressTrace: Codable {
  private enum CodingKeys: String, CodingKey {
    case samples, notBefore, looks, lastLook, knownSince, isBeginning, status, statusSince
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      samples: try values.decode([ProgressSample].self, forKey: .samples),
      notBefore: try values.decodeIfPresent(Date.self, forKey: .notBefore),
      looks: try values.decode([TimeInterval].self, forKey: .looks),
      lastLook: try values.decodeIfPresent(Date.self, forKey: .lastLook),
      knownSince: try values.decodeIfPresent(Date.self, forKey: .knownSince),
      isBeginning: try values.decode(Bool.self, forKey: .isBeginning),
      status: try values.decodeIfPresent(String.self, forKey: .status).map(ExportTaskStatus.init),
      statusSince: try values.decodeIfPresent(Date.self, forKey: .statusSince))
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(samples, forKey: .samples)
    try values.encodeIfPresent(notBefore, forKey: .notBefore)
    try values.encode(looks, forKey: .looks)
    try values.encodeIfPresent(lastLook, forKey: .lastLook)
    try values.encodeIfPresent(knownSince, forKey: .knownSince)
    try values.encode(isBeginning, forKey: .isBeginning)
    try values.encodeIfPresent(status?.word, forKey: .status)
    try values.encodeIfPresent(statusSince, forKey: .statusSince)
  }
}
