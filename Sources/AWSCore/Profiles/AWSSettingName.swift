/// The settings of a profile that the AWS command line and this program look for.
enum AWSSettingName {
  static func isKnown(_ name: String) -> Bool {
    let name = name.lowercased()
    return names.contains(name) || families.contains { name.hasPrefix($0) }
  }

  private static let families = ["aws_", "sso_", "cli_", "ec2_metadata_", "s3", "sts_", "use_"]

  private static let names: Set = [
    "api_versions", "ca_bundle", "credential_process", "credential_source", "defaults_mode",
    "duration_seconds", "endpoint_url", "external_id", "ignore_configured_endpoint_urls",
    "login_session", "max_attempts", "metadata_service_num_attempts", "metadata_service_timeout",
    "mfa_serial", "output", "parameter_validation", "region", "retry_mode", "role_arn",
    "role_session_name", "sdk_ua_app_id", "services", "source_profile", "tcp_keepalive",
    "web_identity_token_file",
  ]
}
