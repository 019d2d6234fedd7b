/// The version of the library, of its commands and of the signatures of its scores.
public let dragomanVersion = "0.1.0"
