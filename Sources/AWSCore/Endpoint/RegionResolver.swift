/// Which region to call, and whether its name asked for FIPS endpoints.
///
/// The first of: the command line's, `AWS_REGION` (which every SDK but botocore reads),
/// `AWS_DEFAULT_REGION`, the profile's `region`. The region that an EC2 instance runs in is not
/// asked for: botocore doesn't either, while the SDKs for Rust, Go and Swift do. Exports of a
/// region that nobody named must not look like those that were meant.
struct RegionResolver {
  struct Finding: Equatable {
    var region: String
    /// The old spellings `fips-us-east-1` and `us-east-1-fips` ask for it.
    var usesFIPS: Bool
    /// Who named it, for instance `environment variable AWS_REGION`; nil where no user did.
    var place: String?
  }

  var environment: Environment
  /// `--region`
  var override: String?
  /// What set it, or could have.
  var overridePlace = SettingsOverrides.Places().region
  var profileName: String
  var profile: Profile?
  var files: ProfileFiles
  /// What in the files may have been meant by a profile that isn't there, as the end of a sentence.
  var passedOver = ""

  /// - Throws: `AWSError.noRegion` with every place that was looked at, or
  ///   `AWSError.configuration` for a name that can't be part of a host's.
  func resolve() throws(AWSError) -> Finding {
    var lookups: [SearchedPlace] = []
    for (place, value) in candidates {
      guard let value, !value.trimmingWhitespace.isEmpty else {
        lookups.append(SearchedPlace(place: place, finding: "not set"))
        continue
      }
      return try finding(value.trimmingWhitespace, at: place)
    }
    if profile == nil { lookups[lookups.count - 1].finding += passedOver }
    throw .noRegion(lookups)
  }

  private var candidates: [(place: String, value: String?)] {
    let property = profile?["region"]
    return [
      (overridePlace, override),
      ("environment variable AWS_REGION", environment["AWS_REGION"]),
      ("environment variable AWS_DEFAULT_REGION", environment["AWS_DEFAULT_REGION"]),
      (
        property.map { "region of profile \"\(profileName)\" (\($0.place))" }
          ?? "region of profile \"\(profileName)\" in \(files.places)", property?.value
      ),
    ]
  }

  private func finding(_ name: String, at place: String) throws(AWSError) -> Finding {
    var region = name.lowercased()
    var usesFIPS = false
    if region.hasPrefix("fips-") {
      (region, usesFIPS) = (String(region.dropFirst(5)), true)
    } else if region.hasSuffix("-fips") {
      (region, usesFIPS) = (String(region.dropLast(5)), true)
    }
    guard Self.isHostLabel(region) else {
      throw .configuration(
        place: place,
        message: "\"\(name.singleLine(limit: 40))\" is not a region; one looks like eu-west-1")
    }
    return Finding(region: region, usesFIPS: usesFIPS, place: place)
  }

  /// One label of a host's name (RFC 1123): a region becomes one, and must not add more to it.
  /// Digits alone aren't one, as in botocore: they might become part of an address.
  static func isHostLabel(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count) && text.first != "-" && text.last != "-"
      && !text.utf8.allSatisfy(\.isDigit)
      && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
  }
}
