/// The URL of a service in a region, or the one that the user set instead.
struct EndpointResolver {
  struct Finding: Equatable {
    /// `https://host[:port][/path]`, without a slash at its end.
    var url: String
    var isCustom: Bool
  }

  var environment: Environment
  /// `--endpoint-url`
  var override: String?
  var profile: Profile?
  var profiles: ProfileSet
  /// `rds`: the host's first label, and `RDS` in the variable's name.
  var service: String

  /// - Throws: `AWSError.configuration` for a URL or a switch that can't be used.
  func resolve(_ region: RegionResolver.Finding) throws(AWSError) -> Finding {
    let isFIPSOn = try flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
    let usesFIPS = region.usesFIPS || isFIPSOn
    let usesDualStack = try flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    guard let (place, url) = try custom() else {
      return Finding(
        url: standard(region.region, fips: usesFIPS, dualStack: usesDualStack), isCustom: false)
    }
    if usesFIPS || usesDualStack {
      let switched = usesFIPS ? "FIPS" : "Dualstack"
      throw .configuration(
        place: place,
        message: "Invalid Configuration: \(switched) and custom endpoint are not supported")
    }
    return Finding(url: try checked(url, at: place), isCustom: true)
  }

  private func standard(_ region: String, fips: Bool, dualStack: Bool) -> String {
    let partition = Partition.containing(region: region)
    let suffix = dualStack ? partition.dualStackDNSSuffix : partition.dnsSuffix
    // RDS in GovCloud serves FIPS under its plain name (the service's own endpoint rule).
    let isPlain = !fips || (partition.id == "aws-us-gov" && !dualStack && service == "rds")
    return "https://\(service)\(isPlain ? "" : "-fips").\(region).\(suffix)"
  }

  private func custom() throws(AWSError) -> (place: String, url: String)? {
    if let override { return ("option --endpoint-url", override) }
    if try flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") {
      return nil
    }
    let ownVariable = "AWS_ENDPOINT_URL_" + service.uppercased()
    for name in [ownVariable, "AWS_ENDPOINT_URL"] {
      if let url = environment[name] { return ("environment variable \(name)", url) }
    }
    if let block = profile?.value("services"),
      let property = profiles.services[block]?[service],
      let url = property.subproperties["endpoint_url"], !url.isEmpty
    {
      return ("endpoint_url of services \"\(block)\" (\(property.place))", url)
    }
    guard let property = profile?["endpoint_url"], !property.value.isEmpty else { return nil }
    return ("endpoint_url (\(property.place))", property.value)
  }

  private func checked(_ url: String, at place: String) throws(AWSError) -> String {
    let trimmed = url.trimmingWhitespace
    guard trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLParts(trimmed), parts.query.isEmpty
    else {
      throw .configuration(
        place: place,
        message: "not a usable URL; one looks like https://host or http://127.0.0.1:4566, "
          + "without user, query or fragment")
    }
    let path = parts.path.split(separator: "/").joined(separator: "/")
    return "\(parts.scheme)://\(parts.authority)\(path.isEmpty ? "" : "/" + path)"
  }

  /// A switch that is `true` or `false`; the variable beats the profile.
  private func flag(_ variable: String, _ property: String) throws(AWSError) -> Bool {
    let inProfile = profile?[property]
    guard
      let (place, value) = environment[variable].map({ ("environment variable \(variable)", $0) })
        ?? inProfile.map({ ("\(property) (\($0.place))", $0.value) })
    else { return false }
    switch value.trimmingWhitespace.lowercased() {
    case "true": return true
    case "false", "": return false
    default: throw .configuration(place: place, message: "must be true or false")
    }
  }
}
