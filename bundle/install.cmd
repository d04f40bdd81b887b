@echo off
setlocal
rem A py.exe or python.exe that lies where this is started is none of ours.
set NoDefaultCurrentDirectoryInExePath=1
set python=py
py -c "import venv" >nul 2>nul || set python=python
%python% "%~dp0install.py" %*
set code=%errorlevel%
pause
exit /b %code%
