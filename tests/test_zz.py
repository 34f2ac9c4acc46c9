import traceback, pytest
from types import SimpleNamespace
from tests.fuzzing import Fuzz
import app.web.stray as stray
@pytest.mark.parametrize("n", [0,0,3])
def test_x(app, scene, n, monkeypatch):
    got={}
    def err(event, id=None, error=None):
        tb=traceback.format_exception(error)
        got.setdefault("".join(tb[-6:])[-1500:],0)
    monkeypatch.setattr(stray,"log",SimpleNamespace(error=err))
    f=Fuzz(app,scene); f.run(6,n)
    print(f.statuses, list(f.faults))
    for g in got: print(g)
