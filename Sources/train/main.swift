import Dragoman
