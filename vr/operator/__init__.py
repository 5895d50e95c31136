"""The operator's page: a small web server beside the show, which it watches and orders about.

`server.Operator` is the front door. Nothing here runs in the frame loop's thread or reaches the
show but through `vr.kiosk.station.Station`.
"""
