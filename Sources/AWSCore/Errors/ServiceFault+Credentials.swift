extension ServiceFault {
  /// AWS says that the credentials themselves are no longer good, or never were: new ones from the
  /// same source may be. A wrong clock and a missing permission are other faults.
  public var refusesCredentials: Bool {
    [
      "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidAccessKeyId",
      "UnrecognizedClientException", "InvalidToken", "TokenRefreshRequired",
    ].contains(code)
  }
}
