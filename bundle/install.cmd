@echo off
py "%~dp0install.py" %*
if errorlevel 9009 python "%~dp0install.py" %*
pause
