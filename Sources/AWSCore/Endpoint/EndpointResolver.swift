/// The URL of a service in a region, or the one that the user set instead.
///
/// A custom URL is the first of: the code's or the command line's, `AWS_ENDPOINT_URL_<SERVICE>`,
/// `AWS_ENDPOINT_URL`, the profile's `services` block, the profile's `endpoint_url`
/// ("Service-specific endpoints" in the AWS SDKs and Tools reference guide, and botocore's
/// ConfiguredEndpointProvider). A custom URL together with FIPS or dual-stack is an error by the
/// services' rule sets; botocore silently ignores the switch.
struct EndpointResolver {
  struct Finding: Equatable {
    /// `https://host[:port][/path]`. There is a slash at the end of the path only where the user
    /// wrote one and the path is the whole of a request's, as in the Query protocol.
    var url: String
    /// Who set it, for instance `environment variable AWS_ENDPOINT_URL`; nil where it is AWS's own.
    var place: String?
    /// The region to sign for, where the rules name another than the one that is called.
    var signingRegion: String?

    var isCustom: Bool { place != nil }

    /// For faults: the URL and who set it, nil for AWS's own.
    var custom: String? { place.map { "\(url) (\($0))" } }
  }

  var environment: Environment
  /// `--endpoint-url`
  var override: String?
  var overridePlace = SettingsOverrides.Places().endpointURL
  var profile: Profile?
  var profiles: ProfileSet
  var service: AWSService

  /// - Throws: `AWSError.configuration` for a URL or a switch that can't be used.
  func resolve(_ region: RegionResolver.Finding) throws(AWSError) -> Finding {
    let fips = try region.usesFIPS ? "the region's name" : switchedOn("use_fips_endpoint")
    let dualStack = try switchedOn("use_dualstack_endpoint")
    guard let custom = try custom() else {
      let partition = Partition.containing(region: region.region)
      let rules = EndpointRules(service: service, region: region.region, partition: partition)
      switch rules.endpoint(usesFIPS: fips != nil, usesDualStack: dualStack != nil) {
      case .success(let endpoint):
        return Finding(url: "https://\(endpoint.host)", signingRegion: endpoint.signingRegion)
      case .failure(let refusal):
        throw .configuration(
          place: fips ?? dualStack ?? "endpoint", message: refusal.message)
      }
    }
    if fips != nil || dualStack != nil {
      let switched = fips != nil ? "FIPS" : "Dualstack"
      throw custom.error(
        "Invalid Configuration: \(switched) and custom endpoint are not supported")
    }
    return Finding(url: try checked(custom), place: custom.place)
  }

  private func custom() throws(AWSError) -> Setting? {
    if let override { return Setting(value: override, place: overridePlace) }
    if try switchedOn("ignore_configured_endpoint_urls") != nil { return nil }
    let ownVariable = "AWS_ENDPOINT_URL_" + service.identifier.uppercased()
    for name in [ownVariable, "AWS_ENDPOINT_URL"] {
      if let url = environment[name] {
        return Setting(value: url, place: "environment variable \(name)")
      }
    }
    if let url = try customOfServices() { return url }
    guard let property = profile?["endpoint_url"], !property.value.isEmpty else { return nil }
    return Setting(value: property.value, place: "endpoint_url (\(property.place))")
  }

  /// From the block of services that the profile names, which must be there.
  private func customOfServices() throws(AWSError) -> Setting? {
    guard let reference = profile?["services"], !reference.value.isEmpty else { return nil }
    let name = reference.value.singleLine(limit: 100)
    guard let block = profiles.services[ProfileName(reference.value)] else {
      throw .configuration(
        place: "services (\(reference.place))",
        message: "there is no section [services \(name)]"
          + profiles.passedOver(meaning: reference.value))
    }
    if let error = block.error { throw error }
    guard let property = block[service.identifier],
      let url = property.subproperties["endpoint_url"], !url.isEmpty
    else { return nil }
    return Setting(value: url, place: "endpoint_url of services \"\(name)\" (\(property.place))")
  }

  private func checked(_ url: Setting) throws(AWSError) -> String {
    let trimmed = url.value.trimmingWhitespace
    guard trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLParts(trimmed), parts.query.isEmpty, parts.hasPathAsSent
    else {
      throw url.error(
        "not a usable URL; one looks like https://host or http://127.0.0.1:4566, "
          + "without user, query or fragment")
    }
    guard parts.isPathText else {
      throw url.error(
        "its path has bytes that are no text (percent-encoded, not UTF-8), which would be signed "
          + "for another path than they are sent to; name the endpoint without them")
    }
    let path = parts.path.split(separator: "/").joined(separator: "/")
    let isFolder = service.wire == .query && !path.isEmpty && parts.path.hasSuffix("/")
    return "\(parts.scheme)://\(parts.authority)\(path.isEmpty ? "" : "/" + path)"
      + (isFolder ? "/" : "")
  }

  /// Where a switch is set to `true`: in the variable `AWS_` plus its name in capitals, else in the
  /// profile.
  private func switchedOn(_ property: String) throws(AWSError) -> String? {
    let setting = Setting.find(
      "AWS_" + property.uppercased(), property, environment: environment, profile: profile)
    return try setting?.isOn == true ? setting?.place : nil
  }
}
